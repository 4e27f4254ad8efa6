package org.ifnet.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.ifnet.DriverState;
import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.IfType;
import org.ifnet.IfnetException;
import org.ifnet.LinkState;
import org.ifnet.control.Media;
import org.ifnet.control.MediaStatus;
import org.ifnet.control.Tunnel;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifmaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.wire.MacAddress;
import org.junit.jupiter.api.Test;

/** The text of an interface is written once more, from nothing but the JSON: it must come out the same. */
class IfconfigJsonTest {
    private final FakePlatform platform = new FakePlatform();
    private final IfconfigCommand ifconfig = new IfconfigCommand(platform);

    @Test
    void carriesEveryValueOfTheTextOfAnEthernetInterface() throws IfnetException {
        FakeIfnet em0 = platform.add(new FakeIfnet("em0", 7));
        em0.metric = 1;
        em0.capabilities = 0x1bf;
        em0.capabilitiesEnabled = 0x1b;
        em0.tsoLength = 6000;
        em0.physical = 2;
        em0.promiscCount = 2;
        em0.allmultiCount = 1;
        em0.groups = List.of("all", "em", "wan-side");
        em0.driverStatus = "says \"two\\ports\"\tof itself";
        platform.address(em0, "192.0.2.5/24");
        platform.address(em0, "fe80::1/64");
        platform.address(em0, "2001:db8::1/48");
        platform.memberships.put(
                "em0",
                List.of(
                        new Ifmaddr(IpAddress.parse("224.0.0.1"), MacAddress.parse("01:00:5e:00:00:01"), 3, 0),
                        new Ifmaddr(null, MacAddress.parse("01:00:5e:00:00:01"), 2, 1)));
        Media fast = new Media("1000baseT", Set.of("full-duplex", "master"), 0);
        platform.control.answer(
                "media",
                new MediaStatus(Media.of("autoselect"), fast, true, true, List.of(Media.of("autoselect"), fast)));
        assertTextComesOutOfJson();
    }

    @Test
    void carriesEveryValueOfTheTextOfATunnelWhoseDriverIsStuckOrGone() throws IfnetException {
        FakeIfnet gif0 = platform.add(new FakeIfnet("gif0", 3));
        gif0.type = IfType.GIF;
        gif0.lladdr = null;
        gif0.flags = IfFlags.UP | IfFlags.POINTOPOINT | IfFlags.MULTICAST;
        gif0.linkState = LinkState.DOWN;
        platform.addresses.put(
                "gif0",
                List.of(new Ifaddr(
                        gif0,
                        IpAddress.parse("10.0.0.1"),
                        IpPrefix.parse("10.0.0.1/30"),
                        IpAddress.parse("10.0.0.2"),
                        null)));
        platform.memberships.put("gif0", List.of(new Ifmaddr(IpAddress.parse("ff02::1"), null, 1, 0)));
        platform.control.answer("tunnel", new Tunnel(IpAddress.parse("192.0.2.1"), IpAddress.parse("192.0.2.2")));
        assertTextComesOutOfJson();
        platform.control.answer("media", new IfnetException(Errno.ETIMEDOUT, "gif0: media took more than 80 ms"));
        assertTextComesOutOfJson();
        gif0.driverState = DriverState.QUARANTINED;
        gif0.driverStatus = "stuck in media";
        assertTextComesOutOfJson();
        gif0.driverState = DriverState.UNBOUND;
        gif0.driverStatus = "";
        assertTextComesOutOfJson();
    }

    private void assertTextComesOutOfJson() throws IfnetException {
        StringBuilder text = new StringBuilder();
        for (Map<String, Object> o : JsonText.objects(platform.run(ifconfig, "-j"))) {
            write(o, text);
        }
        assertEquals(platform.run(ifconfig, "-mv"), text.toString());
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> o, String key) {
        return (List<Map<String, Object>>) o.get(key);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Map<String, Object> o, String key) {
        return (Map<String, Object>) o.get(key);
    }

    private static String joined(Map<String, Object> o, String key, String separator) {
        return String.join(
                separator,
                ((List<?>) o.get(key))
                        .stream()
                                .map(String::valueOf)
                                .filter(w -> !w.equals("all"))
                                .toList());
    }

    private static String bits(Map<String, Object> o, String word, String names) {
        return Long.toHexString((long) o.get(word)) + "<" + joined(o, names, ",") + ">\n";
    }

    private static void write(Map<String, Object> o, StringBuilder s) {
        s.append(o.get("name")).append(": flags=");
        s.append(bits(o, "flags", "flag_names").strip());
        s.append((long) o.get("metric") == 0 ? "" : " metric " + o.get("metric"));
        s.append(" mtu ").append(o.get("mtu")).append('\n');
        if ((long) o.get("options") != 0) {
            s.append("\toptions=").append(bits(o, "options", "option_names"));
        }
        if ((long) o.get("capabilities") != 0) {
            s.append("\tcapabilities=").append(bits(o, "capabilities", "capability_names"));
        }
        s.append((long) o.get("tsolen") == 0 ? "" : "\ttsolen " + o.get("tsolen") + "\n");
        if (o.get("tunnel") != null) {
            Map<String, Object> t = object(o, "tunnel");
            s.append("\ttunnel " + t.get("family") + " " + t.get("source") + " --> " + t.get("destination") + "\n");
        }
        for (Map<String, Object> a : list(o, "addresses")) {
            address(o, a, s);
        }
        boolean ether = o.get("type").equals("ETHER");
        s.append(o.get("lladdr") == null ? "" : (ether ? "\tether " : "\tlladdr ") + o.get("lladdr") + "\n");
        String groups = joined(o, "groups", " ");
        s.append(groups.isEmpty() ? "" : "\tgroups: " + groups + "\n");
        media(o, ether, s);
        driver(o, s);
        details(o, s);
    }

    private static void address(Map<String, Object> o, Map<String, Object> a, StringBuilder s) {
        boolean scoped = a.get("scope_id") != null;
        s.append('\t').append(a.get("family")).append(' ').append(a.get("address"));
        s.append(scoped ? "%" + o.get("name") + " " : " ");
        s.append(a.get("destination") == null ? "" : "--> " + a.get("destination") + " ");
        if (a.get("family").equals("inet")) {
            int mask = IpAddress.parse((String) a.get("netmask")).v4();
            assertEquals((long) a.get("prefix_length"), Integer.bitCount(mask));
            s.append(String.format("netmask 0x%x ", mask));
            s.append(a.get("broadcast") == null ? "" : "broadcast " + a.get("broadcast"));
        } else {
            s.append("prefixlen ").append(a.get("prefix_length")).append(' ');
            s.append(scoped ? "scopeid 0x" + Long.toHexString((long) a.get("scope_id")) + " " : "");
        }
        s.append('\n');
    }

    private static void media(Map<String, Object> o, boolean ether, StringBuilder s) {
        Map<String, Object> media = object(o, "media");
        if (media != null) {
            s.append("\tmedia: ").append(ether ? "Ethernet " : "").append(medium(object(media, "current")));
            s.append(media.get("active") == null ? "" : " (" + medium(object(media, "active")) + ")");
            s.append('\n');
        }
        s.append(o.get("status") == null ? "" : "\tstatus: " + o.get("status") + "\n");
        if (media != null) {
            s.append("\tsupported media:\n");
            for (Map<String, Object> each : list(media, "supported")) {
                String options = joined(each, "options", ",");
                s.append("\t\tmedia ").append(each.get("subtype"));
                s.append(options.isEmpty() ? "" : " mediaopt " + options).append('\n');
            }
        }
    }

    private static String medium(Map<String, Object> medium) {
        String options = joined(medium, "options", ",");
        return medium.get("subtype") + (options.isEmpty() ? "" : " <" + options + ">");
    }

    private static void driver(Map<String, Object> o, StringBuilder s) {
        String state =
                o.get("driver").equals("BOUND") ? "" : o.get("driver").equals("UNBOUND") ? "none" : "quarantined";
        String status = (String) o.get("driver_status");
        if (!state.isEmpty() || !status.isEmpty()) {
            s.append("\tdriver: " + state + (state.isEmpty() || status.isEmpty() ? "" : ", ") + status + "\n");
        }
        String silent = (String) o.get("driver_no_answer");
        s.append(silent == null ? "" : "\tdriver: no answer: " + silent + "\n");
    }

    private static void details(Map<String, Object> o, StringBuilder s) {
        s.append("\tindex " + o.get("index") + " type " + o.get("type") + " baudrate " + o.get("baudrate"));
        s.append((long) o.get("physical") == 0 ? "" : " physical " + o.get("physical"));
        s.append(" queues " + o.get("queues"));
        s.append(o.get("driver").equals("UNBOUND") ? "" : " driver faults " + o.get("driver_faults"));
        s.append("\n\tpromisc " + o.get("promisc_count") + " allmulti " + o.get("allmulti_count") + "\n");
        for (Map<String, Object> m : list(o, "multicast")) {
            s.append("\tmulticast");
            s.append(m.get("group") == null ? "" : " " + m.get("group"));
            s.append(m.get("lladdr") == null ? "" : " lladdr " + m.get("lladdr"));
            s.append(" references " + m.get("references"));
            s.append((long) m.get("direct") == 0 ? "" : " direct " + m.get("direct"))
                    .append('\n');
        }
    }
}
