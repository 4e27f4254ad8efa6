package org.ifnet.shell.internal;

import java.io.PrintStream;

import org.ifnet.ifaddr.Ifmaddr;
import org.ifnet.wire.MacAddress;

/** The table of {@code netstat -g}: which multicast groups interfaces belong to, and for how many users. */
final class MulticastTable {
    private static final String LINE = "%-15s %-6s %-17s %s";

    private MulticastTable() {}

    static void header(PrintStream out) {
        out.println(String.format(LINE, "Interface", "RefCnt", "Link-level", "Group"));
    }

    static void print(InterfaceFacts facts, PrintStream out) {
        for (Ifmaddr m : facts.memberships()) {
            String group = m.group() == null ? "-" : m.group().toString();
            String lladdr = m.lladdr() == null ? "-" : MacAddress.format(m.lladdr());
            out.println(String.format(LINE, facts.ifnet().name(), m.references(), lladdr, group));
        }
    }
}
