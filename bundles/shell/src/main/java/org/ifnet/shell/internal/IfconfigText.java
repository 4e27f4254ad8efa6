package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.List;

import org.ifnet.DriverState;
import org.ifnet.IfCapabilities;
import org.ifnet.IfFlags;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.IfnetGroups;
import org.ifnet.control.MediaStatus;
import org.ifnet.control.Tunnel;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.Ifmaddr;
import org.ifnet.wire.MacAddress;

/**
 * An interface as ifconfig(8) shows it (reference 9.1), in that order of lines.
 *
 * @param family only addresses of that one and nothing of media and groups, or {@link Families#ALL}
 * @param media also what the device can do ({@code -m})
 * @param verbose also what only a developer asks for ({@code -v})
 * @param lifetimes how long IPv6 addresses live ({@code -L})
 */
record IfconfigText(int family, boolean media, boolean verbose, boolean lifetimes, IfconfigFormat format) {
    void print(IfconfigFacts facts, PrintStream out) {
        StringBuilder s = new StringBuilder(256);
        Ifnet ifnet = facts.ifnet();
        header(ifnet, s);
        capabilities(ifnet, s);
        Tunnel tunnel = facts.tunnel();
        if (tunnel != null) {
            s.append("\ttunnel ").append(Families.name(tunnel.source())).append(' ');
            s.append(tunnel.source())
                    .append(" --> ")
                    .append(tunnel.destination())
                    .append('\n');
        }
        facts.addresses(family)
                .forEach(a -> s.append('\t')
                        .append(format.address(a, facts.states().get(a), lifetimes))
                        .append('\n'));
        linkAddress(ifnet, s);
        if (family == Families.ALL) {
            groups(ifnet, s);
            media(facts, s);
        }
        driver(facts, s);
        if (verbose) {
            details(facts, s);
        }
        out.print(s);
    }

    private static void header(Ifnet ifnet, StringBuilder s) {
        int flags = ifnet.flags();
        s.append(ifnet.name()).append(": flags=").append(bits(flags, IfFlags.names(flags)));
        if (ifnet.metric() != 0) {
            s.append(" metric ").append(ifnet.metric());
        }
        if (ifnet.mtu() != 0) {
            s.append(" mtu ").append(ifnet.mtu());
        }
        s.append('\n');
    }

    private void capabilities(Ifnet ifnet, StringBuilder s) {
        int on = ifnet.capabilitiesEnabled();
        int can = ifnet.capabilities();
        if (on != 0) {
            s.append("\toptions=").append(bits(on, IfCapabilities.names(on))).append('\n');
        }
        if (media && can != 0) {
            s.append("\tcapabilities=")
                    .append(bits(can, IfCapabilities.names(can)))
                    .append('\n');
        }
        if (media && ifnet.tsoLength() != 0) {
            s.append("\ttsolen ").append(ifnet.tsoLength()).append('\n');
        }
    }

    private static String bits(int word, String names) {
        return Integer.toHexString(word) + "<" + names + ">";
    }

    private void linkAddress(Ifnet ifnet, StringBuilder s) {
        MacAddress lladdr = ifnet.lladdr();
        if (lladdr != null && Families.includes(family, AddressFamily.LINK)) {
            s.append(ifnet.type() == IfType.ETHER ? "\tether " : "\tlladdr ");
            s.append(format.lladdr(lladdr)).append('\n');
        }
    }

    /** The group of all interfaces says nothing and is left out, as in later BSDs. */
    private static void groups(Ifnet ifnet, StringBuilder s) {
        List<String> groups = ifnet.groups().stream()
                .filter(group -> !group.equals(IfnetGroups.ALL))
                .toList();
        if (!groups.isEmpty()) {
            s.append("\tgroups: ").append(String.join(" ", groups)).append('\n');
        }
    }

    private void media(IfconfigFacts facts, StringBuilder s) {
        MediaStatus has = facts.media();
        if (has != null) {
            s.append("\tmedia: ")
                    .append(facts.ifnet().type() == IfType.ETHER ? "Ethernet " : "")
                    .append(has.current());
            if (has.active() != null && !has.active().equals(has.current())) {
                s.append(" (").append(has.active()).append(')');
            }
            s.append('\n');
        }
        if (facts.status() != null) {
            s.append("\tstatus: ").append(facts.status()).append('\n');
        }
        if (media && has != null && !has.supported().isEmpty()) {
            s.append("\tsupported media:\n");
            has.supported()
                    .forEach(
                            each -> s.append("\t\t").append(MediaWords.of(each)).append('\n'));
        }
    }

    private static void driver(IfconfigFacts facts, StringBuilder s) {
        String words = switch (facts.ifnet().driverState()) {
            case BOUND -> "";
            case UNBOUND -> "none";
            case QUARANTINED -> "quarantined";
        };
        String why = facts.ifnet().driverStatus();
        if (!words.isEmpty() || !why.isEmpty()) {
            s.append("\tdriver: ").append(words).append(words.isEmpty() || why.isEmpty() ? "" : ", ");
            s.append(why).append('\n');
        }
        if (!facts.unanswered().isEmpty()) {
            s.append("\tdriver: no answer: ").append(facts.unanswered()).append('\n');
        }
    }

    private static void details(IfconfigFacts facts, StringBuilder s) {
        Ifnet ifnet = facts.ifnet();
        s.append("\tindex ").append(ifnet.index()).append(" type ").append(ifnet.type());
        s.append(" baudrate ").append(ifnet.baudrate());
        if (ifnet.physical() != 0) {
            s.append(" physical ").append(ifnet.physical());
        }
        s.append(" queues ").append(ifnet.queue().count());
        if (ifnet.driverState() != DriverState.UNBOUND) {
            s.append(" driver faults ").append(ifnet.driverFaults());
        }
        s.append("\n\tpromisc ").append(ifnet.promiscCount());
        s.append(" allmulti ").append(ifnet.allmultiCount()).append('\n');
        facts.memberships().forEach(membership -> membership(membership, s));
    }

    private static void membership(Ifmaddr m, StringBuilder s) {
        s.append("\tmulticast");
        if (m.group() != null) {
            s.append(' ').append(m.group());
        }
        if (m.lladdr() != null) {
            s.append(" lladdr ").append(m.lladdr());
        }
        s.append(" references ").append(m.references());
        if (m.direct() != 0) {
            s.append(" direct ").append(m.direct());
        }
        s.append('\n');
    }
}
