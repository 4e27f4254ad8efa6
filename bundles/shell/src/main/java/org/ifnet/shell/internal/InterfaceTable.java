package org.ifnet.shell.internal;

import java.io.PrintStream;

import org.ifnet.Counter;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.wire.MacAddress;

/**
 * The table of {@code netstat -i} (reference 9.3): one line for the interface, one for each address. Columns are as wide as
 * the original's, but a value that does not fit is shown whole. Nothing is counted for single addresses: those columns
 * show a dash.
 *
 * @param bytes with the columns Ibytes and Obytes
 * @param drops with the column Drop
 * @param multicast with a line for each multicast address below
 * @param human counts with a letter instead of many digits
 */
record InterfaceTable(boolean bytes, boolean drops, boolean multicast, boolean human) {
    private static final String LETTERS = " KMGTPE";

    void header(PrintStream out) {
        row(
                out,
                "Name",
                "Mtu",
                String.format("%-13s %-15s", "Network", "Address"),
                new Numbers("Ipkts", "Ierrs", "Ibytes", "Opkts", "Oerrs", "Obytes", "Coll", "Drop"));
    }

    void print(InterfaceFacts facts, PrintStream out) {
        Ifnet ifnet = facts.ifnet();
        String name = ifnet.name() + (ifnet.has(IfFlags.UP) ? "" : "*");
        String link = String.format("%-11s %s", "<Link#" + ifnet.index() + ">", MacAddress.format(ifnet.lladdr()));
        row(out, name, ifnet.mtu(), String.format("%-29s", link), counters(facts));
        if (multicast) {
            facts.memberships().stream().filter(m -> m.group() == null).forEach(m -> below(m.lladdr(), out));
        }
        for (Ifaddr a : facts.addresses()) {
            String where = String.format("%-13s %-15s", network(a.prefix()), a.address());
            row(out, name, ifnet.mtu(), where, new Numbers("-", "-", "-", "-", "-", "-", "-", "-"));
        }
        if (multicast) {
            facts.memberships().stream().filter(m -> m.group() != null).forEach(m -> below(m.group(), out));
        }
    }

    /** In the column of the addresses. */
    private static void below(Object address, PrintStream out) {
        out.println(" ".repeat(28) + address);
    }

    private record Numbers(
            Object ipackets,
            Object ierrors,
            Object ibytes,
            Object opackets,
            Object oerrors,
            Object obytes,
            Object collisions,
            Object drops) {}

    private Numbers counters(InterfaceFacts facts) {
        return new Numbers(
                number(facts.get(Counter.IPACKETS)),
                number(facts.get(Counter.IERRORS)),
                number(facts.get(Counter.IBYTES)),
                number(facts.get(Counter.OPACKETS)),
                number(facts.get(Counter.OERRORS)),
                number(facts.get(Counter.OBYTES)),
                number(facts.get(Counter.COLLISIONS)),
                number(facts.get(Counter.OQDROPS)));
    }

    private String number(long n) {
        if (!human) {
            return Long.toString(n);
        }
        double scaled = n;
        int letter = 0;
        while (scaled >= 999.5) {
            scaled /= 1000;
            letter++;
        }
        String digits = letter > 0 && scaled < 9.95 ? String.format("%.1f", scaled) : String.format("%.0f", scaled);
        return (digits + LETTERS.charAt(letter)).trim();
    }

    private void row(PrintStream out, Object name, Object mtu, String where, Numbers n) {
        StringBuilder s = new StringBuilder(120);
        s.append(String.format("%-7s %-5s %s %8s %5s", name, mtu, where, n.ipackets, n.ierrors));
        if (bytes) {
            s.append(String.format(" %10s", n.ibytes));
        }
        s.append(String.format(" %8s %5s", n.opackets, n.oerrors));
        if (bytes) {
            s.append(String.format(" %10s", n.obytes));
        }
        s.append(String.format("  %5s", n.collisions));
        if (drops) {
            s.append(String.format(" %5s", n.drops));
        }
        out.println(s);
    }

    /** The network with its length if both fit into the column, else without: half a number would be a wrong one. */
    private static String network(IpPrefix prefix) {
        String whole = prefix.toString();
        return whole.length() <= 13 ? whole : prefix.address().toString();
    }
}
