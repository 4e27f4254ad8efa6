package org.ifnet.shell.internal;

import java.io.PrintStream;

import org.ifnet.inet6.Inet6Statistics;

/** What IPv6 counted, as netstat(1) lists it. */
final class Inet6Counts {
    private Inet6Counts() {}

    static void print(Inet6Statistics statistics, boolean json, PrintStream out) {
        String protocol = "";
        Json text = new Json().open();
        for (Inet6Statistics.Line line : statistics.list()) {
            if (!line.protocol().equals(protocol)) {
                if (json && !protocol.isEmpty()) {
                    text.close();
                }
                protocol = line.protocol();
                if (json) {
                    text.key(protocol).open();
                } else {
                    out.println(protocol + ":");
                }
            }
            if (json) {
                text.field(line.name(), line.count());
            } else {
                out.println("\t" + line.count() + " " + line.text());
            }
        }
        if (json) {
            if (!protocol.isEmpty()) {
                text.close();
            }
            out.println(text.close());
        }
    }
}
