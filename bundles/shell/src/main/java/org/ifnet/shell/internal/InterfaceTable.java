package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.List;

import org.ifnet.Counter;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetCounters;
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
 */
record InterfaceTable(boolean bytes, boolean drops) {
    void header(PrintStream out) {
        row(
                out,
                "Name",
                "Mtu",
                String.format("%-13s %-15s", "Network", "Address"),
                new Numbers("Ipkts", "Ierrs", "Ibytes", "Opkts", "Oerrs", "Obytes", "Coll", "Drop"));
    }

    void print(Ifnet ifnet, List<Ifaddr> addresses, PrintStream out) {
        String name = ifnet.name() + (ifnet.has(IfFlags.UP) ? "" : "*");
        MacAddress lladdr = ifnet.lladdr();
        String link = String.format("%-11s %s", "<Link#" + ifnet.index() + ">", MacAddress.format(lladdr));
        row(out, name, ifnet.mtu(), String.format("%-29s", link), counters(ifnet));
        for (Ifaddr a : addresses) {
            String where = String.format("%-13s %-15s", network(a.prefix()), a.address());
            row(out, name, ifnet.mtu(), where, new Numbers("-", "-", "-", "-", "-", "-", "-", "-"));
        }
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

    private static Numbers counters(Ifnet ifnet) {
        IfnetCounters c = ifnet.counters();
        return new Numbers(
                c.get(Counter.IPACKETS),
                c.get(Counter.IERRORS),
                c.get(Counter.IBYTES),
                c.get(Counter.OPACKETS),
                c.get(Counter.OERRORS),
                c.get(Counter.OBYTES),
                c.get(Counter.COLLISIONS),
                c.get(Counter.OQDROPS));
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
