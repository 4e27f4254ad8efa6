package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.List;

import org.ifnet.DriverState;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.LinkState;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.wire.MacAddress;

/**
 * An interface as ifconfig(8) shows it (reference 9.1). The blanks at the end of some lines are the original's.
 *
 * @param family only addresses of that one, or {@link Families#ALL}
 * @param capabilities also what the device can do ({@code -m})
 * @param verbose also what only a developer asks for ({@code -v})
 */
record IfconfigText(int family, boolean capabilities, boolean verbose) {
    private static final String[] CAPABILITIES = {
        "RXCSUM", "TXCSUM", "NETCONS", "VLAN_MTU", "VLAN_HWTAGGING", "JUMBO_MTU", "RSS", "VLAN_HWCSUM", "TSO4", "TSO6"
    };

    void print(Ifnet ifnet, List<Ifaddr> addresses, PrintStream out) {
        StringBuilder s = new StringBuilder(256);
        header(ifnet, s);
        for (Ifaddr address : addresses) {
            if (Families.includes(family, address.address().family())) {
                address(ifnet, address, s);
            }
        }
        linkAddress(ifnet, s);
        status(ifnet, s);
        if (verbose) {
            details(ifnet, s);
        }
        out.print(s);
    }

    private void header(Ifnet ifnet, StringBuilder s) {
        int flags = ifnet.flags();
        s.append(ifnet.name()).append(": flags=").append(bits(flags, org.ifnet.IfFlags.names(flags)));
        if (ifnet.metric() != 0) {
            s.append(" metric ").append(ifnet.metric());
        }
        if (ifnet.mtu() != 0) {
            s.append(" mtu ").append(ifnet.mtu());
        }
        s.append('\n');
        int can = ifnet.capabilities();
        if (can != 0) {
            s.append("\toptions=").append(bits(can, capabilityNames(can))).append('\n');
        }
        if (can != 0 && capabilities) {
            s.append("\tcapabilities=").append(bits(can, capabilityNames(can))).append('\n');
        }
    }

    private static String bits(int word, String names) {
        return Integer.toHexString(word) + "<" + names + ">";
    }

    private static String capabilityNames(int word) {
        StringBuilder s = new StringBuilder();
        for (int bit = 0; bit < CAPABILITIES.length; bit++) {
            if ((word & 1 << bit) != 0) {
                s.append(s.length() == 0 ? "" : ",").append(CAPABILITIES[bit]);
            }
        }
        return s.toString();
    }

    private static void address(Ifnet ifnet, Ifaddr a, StringBuilder s) {
        IpAddress destination = a.destination();
        IpAddress broadcast = a.broadcast();
        if (a.address().isV4()) {
            s.append("\tinet ").append(a.address()).append(' ');
            if (destination != null) {
                s.append("--> ").append(destination).append(' ');
            }
            s.append(String.format("netmask 0x%08x ", IpPrefix.mask32(a.prefix().length())));
            if (broadcast != null) {
                s.append("broadcast ").append(broadcast);
            }
        } else {
            s.append("\tinet6 ").append(scoped(ifnet, a.address())).append(' ');
            if (destination != null) {
                s.append("--> ").append(scoped(ifnet, destination)).append(' ');
            }
            s.append("prefixlen ").append(a.prefix().length()).append(' ');
            if (a.address().isLinkLocal()) {
                s.append("scopeid 0x")
                        .append(Integer.toHexString(ifnet.index()))
                        .append(' ');
            }
        }
        s.append('\n');
    }

    private static IpAddress scoped(Ifnet ifnet, IpAddress address) {
        return address.isLinkLocal() && address.zone().isEmpty() ? address.withZone(ifnet.name()) : address;
    }

    private void linkAddress(Ifnet ifnet, StringBuilder s) {
        MacAddress lladdr = ifnet.lladdr();
        if (lladdr != null && Families.includes(family, AddressFamily.LINK)) {
            s.append(ifnet.type() == IfType.ETHER ? "\tether " : "\tlladdr ")
                    .append(lladdr)
                    .append('\n');
        }
    }

    private static void status(Ifnet ifnet, StringBuilder s) {
        if (ifnet.linkState() != LinkState.UNKNOWN) {
            s.append("\tstatus: ")
                    .append(ifnet.linkState() == LinkState.UP ? "active" : "no carrier")
                    .append('\n');
        }
        String words = switch (ifnet.driverState()) {
            case BOUND -> "";
            case UNBOUND -> "none";
            case QUARANTINED -> "quarantined";
        };
        String why = ifnet.driverStatus();
        if (!words.isEmpty() || !why.isEmpty()) {
            s.append("\tdriver: ").append(words).append(words.isEmpty() || why.isEmpty() ? "" : ", ");
            s.append(why).append('\n');
        }
    }

    private static void details(Ifnet ifnet, StringBuilder s) {
        s.append("\tindex ").append(ifnet.index()).append(" type ").append(ifnet.type());
        s.append(" baudrate ").append(ifnet.baudrate());
        s.append(" queues ").append(ifnet.queue().count());
        if (ifnet.driverState() != DriverState.UNBOUND) {
            s.append(" driver faults ").append(ifnet.driverFaults());
        }
        s.append('\n');
    }
}
