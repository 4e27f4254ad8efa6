package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.List;

import org.ifnet.inet.IpStatistics;

/** What protocols counted, as netstat(1) lists it. */
final class IpCounts {
    private IpCounts() {}

    static void print(List<IpStatistics.Line> lines, boolean json, PrintStream out) {
        String protocol = "";
        Json text = new Json().open();
        for (IpStatistics.Line line : lines) {
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
