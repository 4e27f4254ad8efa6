package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;

import org.ifnet.Ifnet;
import org.ifnet.datagram.DatagramEndpoint;
import org.ifnet.datagram.DatagramSpec;
import org.ifnet.domain.AddressFamily;

/** Endpoints of applications, as netstat(1) lists sockets; what waits is counted in datagrams. */
final class EndpointTable {
    private static final String FORMAT = "%-5s %6s %6s  %-40s %s%n";

    private EndpointTable() {}

    static void print(List<DatagramEndpoint> all, int family, boolean json, PrintStream out) {
        List<DatagramEndpoint> shown = all.stream()
                .filter(e -> Families.includes(family, e.spec().family()))
                .sorted(Comparator.comparing((DatagramEndpoint e) -> e.spec().family())
                        .thenComparing(e -> e.spec().protocol())
                        .thenComparing(e -> e.spec().port()))
                .toList();
        if (json) {
            out.println(json(shown));
            return;
        }
        out.println("Active Internet connections (including servers)");
        out.printf(FORMAT, "Proto", "Recv-Q", "Send-Q", "Local Address", "Foreign Address");
        for (DatagramEndpoint e : shown) {
            out.printf(FORMAT, protocol(e.spec()), e.waiting(), 0, local(e.spec()), "*.*");
        }
    }

    private static String protocol(DatagramSpec spec) {
        String name = spec.protocol() == DatagramSpec.UDP ? "udp" : "ip" + spec.protocol() + "/";
        return name + (spec.family() == AddressFamily.INET ? "4" : "6");
    }

    private static String local(DatagramSpec spec) {
        Ifnet through = spec.through();
        return (spec.local() == null ? "*" : spec.local())
                + (through == null ? "" : "%" + through.name())
                + (spec.port() == 0 ? ".*" : "." + spec.port());
    }

    private static String json(List<DatagramEndpoint> all) {
        Json json = new Json().openList();
        for (DatagramEndpoint e : all) {
            DatagramSpec spec = e.spec();
            Ifnet through = spec.through();
            json.open()
                    .field("family", spec.family() == AddressFamily.INET ? "inet" : "inet6")
                    .field("protocol", spec.protocol())
                    .field("address", spec.local() == null ? null : spec.local().toString())
                    .field("port", spec.port())
                    .field("interface", through == null ? null : through.name())
                    .field("waiting", e.waiting())
                    .field("received", e.counts().received())
                    .field("full", e.counts().full())
                    .field("sent", e.counts().sent())
                    .close();
        }
        return json.closeList().toString();
    }
}
