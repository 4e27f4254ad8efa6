package org.ifnet.config.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.ifnet.IfFlags;
import org.ifnet.control.ControlRecord;
import org.ifnet.control.Media;
import org.ifnet.control.Tunnel;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.DisciplineSpec.ClassSpec;
import org.ifnet.ifq.DisciplineSpec.FilterSpec;
import org.ifnet.ifq.QueueChoice;
import org.ifnet.ifq.Regulator;
import org.ifnet.ifq.SubqueueMap;
import org.ifnet.route.RouteFlags;
import org.ifnet.route.RouteMetrics;
import org.ifnet.route.RouteSpec;
import org.junit.jupiter.api.Test;

class WantedRecordsTest {
    private static final String WHO = "root";
    private static final AddressSpec ONE = AddressSpec.parse("192.0.2.1/24");
    private static final AddressSpec TWO = AddressSpec.parse("2001:db8::1/64");

    private final WantedRecords records = new WantedRecords();

    static RouteSpec route(String destination, String gateway, String ifnet) {
        return new RouteSpec(IpPrefix.parse(destination), IpAddress.parse(gateway), ifnet, 0);
    }

    private List<String> routes() {
        return records.routes().stream()
                .map(r -> r.destination() + " " + r.gateway() + " " + RouteFlags.letters(r.flags()) + " " + r.ifnet()
                        + " " + r.metrics().mtu() + r.metrics().locked())
                .toList();
    }

    private static RouteSpec path(String gateway, String ifnet, int mtu) {
        return new RouteSpec(
                IpPrefix.parse("10.0.0.0/8"),
                IpAddress.parse(gateway),
                ifnet,
                RouteFlags.MPATH,
                new RouteMetrics(mtu, mtu != 0));
    }

    @Test
    void keepsEachPathToADestinationWithWhatIsKnownOfIt() {
        records.controlled(new ControlRecord.RouteAdded(WHO, route("10.0.0.0/8", "192.0.2.8", null)));
        records.controlled(new ControlRecord.RouteAdded(WHO, path("192.0.2.9", "em0", 1400)));
        records.controlled(new ControlRecord.RouteAdded(WHO, path("192.0.2.7", null, 0)));
        records.controlled(new ControlRecord.RouteDeleted(WHO, path("192.0.2.7", null, 0)));
        records.controlled(new ControlRecord.Renamed(WHO, "em0", "wan"));
        List<String> both = List.of("10.0.0.0/8 192.0.2.8 P null 0false", "10.0.0.0/8 192.0.2.9 P wan 1400true");
        assertEquals(both, routes());
        assertEquals(true, records.routes().stream().allMatch(records::wants));
        WantedRecords again = new WantedRecords();
        WantedText.read(WantedText.write(records), again);
        assertEquals(records.routes(), again.routes());
        records.controlled(new ControlRecord.RouteAdded(WHO, route("10.0.0.0/8", "192.0.2.6", null)));
        assertEquals(List.of("10.0.0.0/8 192.0.2.6  null 0false"), routes(), "one without others is the only one");
    }

    private void address(String ifnet, AddressSpec spec) {
        records.controlled(new ControlRecord.AddressAdded(WHO, ifnet, spec));
    }

    @Test
    void keepsTheLastWordOnEachFlag() {
        records.controlled(new ControlRecord.Flags(WHO, "em0", IfFlags.UP | IfFlags.LINK0 | IfFlags.RUNNING, 0));
        records.controlled(new ControlRecord.Flags(WHO, "em0", IfFlags.DEBUG, IfFlags.UP));
        WantedIfnet wanted = records.ifnet("em0");
        assertEquals("DEBUG,LINK0", IfFlags.names(wanted.on()));
        assertEquals("UP", IfFlags.names(wanted.off()));
        records.controlled(new ControlRecord.Flags(WHO, "em0", IfFlags.UP, 0));
        assertEquals(0, records.ifnet("em0").off());
    }

    private static final QueueChoice QUEUE = new QueueChoice(
            100,
            0,
            SubqueueMap.CPU,
            Map.of(0, 1),
            new DisciplineSpec(
                    "priq",
                    Map.of("word", "", "other", "3"),
                    List.of(new ClassSpec("high", "", Map.of("priority", "7")), new ClassSpec("low", "high", Map.of())),
                    List.of(new FilterSpec("dscp", "46", "high"))),
            true,
            new Regulator(1_000_000, 3000));

    @Test
    void keepsWhatIsWantedOfADeviceAndItsGroupsAlsoAsText() {
        Media media = new Media("1000baseT", Set.of("full-duplex", "flow"), 1);
        Tunnel tunnel = new Tunnel(IpAddress.parse("192.0.2.1"), IpAddress.parse("192.0.2.2"));
        records.controlled(new ControlRecord.Capabilities(WHO, "em0", 3));
        records.controlled(new ControlRecord.TsoLength(WHO, "em0", 9000));
        records.controlled(new ControlRecord.Physical(WHO, "em0", 2));
        records.controlled(new ControlRecord.MediaSet(WHO, "em0", media));
        records.controlled(new ControlRecord.TunnelSet(WHO, "em0", tunnel));
        records.controlled(new ControlRecord.Generic(WHO, "em0", "a word"));
        records.controlled(new ControlRecord.Polling(WHO, "em0", true));
        records.controlled(new ControlRecord.Queue(WHO, "em0", QUEUE));
        records.controlled(new ControlRecord.GroupJoined(WHO, "em0", "wan"));
        records.controlled(new ControlRecord.GroupJoined(WHO, "em0", "dmz"));
        records.controlled(new ControlRecord.GroupLeft(WHO, "em0", "wan"));
        WantedDevice wanted = new WantedDevice(3, 9000, 2, media, tunnel, "a word", true, QUEUE, List.of("dmz"));
        assertEquals(wanted, records.ifnet("em0").device());
        WantedRecords again = new WantedRecords();
        WantedText.read(WantedText.write(records), again);
        assertEquals(records.ifnets(), again.ifnets());
        records.controlled(new ControlRecord.Queue(WHO, "em0", QueueChoice.NONE));
        assertNull(records.ifnet("em0").device().queue());
    }

    @Test
    void aTunnelAndPollingThatWereTakenAwayAreNotWanted() {
        Tunnel tunnel = new Tunnel(IpAddress.parse("192.0.2.1"), IpAddress.parse("192.0.2.2"));
        records.controlled(new ControlRecord.TunnelSet(WHO, "em0", tunnel));
        records.controlled(new ControlRecord.TunnelDeleted(WHO, "em0"));
        records.controlled(new ControlRecord.Polling(WHO, "em0", true));
        records.controlled(new ControlRecord.Polling(WHO, "em0", false));
        assertEquals(Map.of(), records.ifnets());
    }

    @Test
    void ignoresWhatItAskedForItself() {
        records.controlled(new ControlRecord.Mtu("config", "em0", 1400));
        assertEquals(Map.of(), records.ifnets());
    }

    @Test
    void changesAnAddressInItsPlaceAndForgetsDeletedOnes() {
        address("em0", ONE);
        address("em0", TWO);
        AddressSpec wider = AddressSpec.parse("192.0.2.1/16");
        address("em0", wider);
        assertEquals(List.of(wider, TWO), records.ifnet("em0").addresses());
        records.controlled(new ControlRecord.AddressDeleted(WHO, "em0", ONE));
        records.controlled(new ControlRecord.AddressDeleted(WHO, "em0", TWO));
        assertEquals(Map.of(), records.ifnets(), "nothing is wanted of it any more");
    }

    @Test
    void knowsARenamedInterfaceByTheNameItAttachesWith() {
        address("em0", ONE);
        records.controlled(new ControlRecord.RouteAdded(WHO, route("10.0.0.0/8", "192.0.2.9", "em0")));
        records.controlled(new ControlRecord.Renamed(WHO, "em0", "wan"));
        records.controlled(new ControlRecord.Renamed(WHO, "wan", "out"));
        records.controlled(new ControlRecord.Mtu(WHO, "out", 1400));
        assertEquals("out", records.ifnet("em0").name());
        assertEquals(1400, records.ifnet("em0").mtu());
        assertEquals(1, records.ifnets().size());
        assertEquals("out", records.routes().get(0).ifnet());
        records.controlled(new ControlRecord.Renamed(WHO, "out", "em0"));
        assertNull(records.ifnet("em0").name());
    }

    @Test
    void forgetsEverythingOfAClonethatIsDestroyed() {
        records.controlled(new ControlRecord.CloneCreated(WHO, "epair1", null));
        records.controlled(new ControlRecord.CloneCreated(WHO, "epair10", null));
        for (String name : List.of("epair1a", "epair1b", "epair10a")) {
            address(name, ONE);
        }
        records.controlled(new ControlRecord.Renamed(WHO, "epair1b", "wan"));
        records.controlled(new ControlRecord.RouteAdded(WHO, route("10.0.0.0/8", "192.0.2.9", "wan")));
        records.controlled(new ControlRecord.CloneDestroyed(WHO, "epair1"));
        assertEquals(List.of(new WantedRecords.WantedClone("epair10", null)), records.clones());
        assertEquals(List.of("epair10a"), List.copyOf(records.ifnets().keySet()));
        assertEquals(List.of(), records.routes());
        assertEquals("wan", records.attachName("wan"));
    }

    @Test
    void knowsInterfacesWhoseNamesWereExchanged() {
        for (String[] names : new String[][] {{"em0", "tmp"}, {"em1", "em0"}, {"tmp", "em1"}}) {
            records.controlled(new ControlRecord.Renamed(WHO, names[0], names[1]));
        }
        records.controlled(new ControlRecord.Mtu(WHO, "em0", 1300));
        records.controlled(new ControlRecord.Mtu(WHO, "em1", 1400));
        WantedRecords again = new WantedRecords();
        WantedText.read(WantedText.write(records), again);
        for (WantedRecords known : List.of(records, again)) {
            assertEquals("em1", known.attachName("em0"));
            assertEquals("em0", known.attachName("em1"));
            assertEquals("em1", known.ifnet("em0").name());
            assertEquals(1400, known.ifnet("em0").mtu());
            assertEquals("em0", known.ifnet("em1").name());
            assertEquals(1300, known.ifnet("em1").mtu());
        }
    }

    @Test
    void forgetsRoutesThroughARenamedCloneThatHasGoneAlready() {
        records.controlled(new ControlRecord.CloneCreated(WHO, "tap1", null));
        records.controlled(new ControlRecord.Renamed(WHO, "tap1", "wan"));
        records.controlled(new ControlRecord.RouteAdded(WHO, route("10.0.0.0/8", "192.0.2.9", "wan")));
        records.forgetName("wan");
        records.controlled(new ControlRecord.CloneDestroyed(WHO, "tap1"));
        assertEquals(List.of(), records.routes());
    }

    @Test
    void comesBackFromText() {
        address("em0", ONE);
        AddressSpec full = new AddressSpec(
                IpAddress.parse("10.0.0.1"), -1, IpAddress.parse("10.0.0.2"), IpAddress.parse("10.0.0.255"));
        address("em0", full);
        address("em0", AddressSpec.parse("fe80::1/64"));
        records.controlled(new ControlRecord.Flags(WHO, "em0", IfFlags.UP, IfFlags.DEBUG));
        records.controlled(new ControlRecord.Mtu(WHO, "em0", 1400));
        records.controlled(new ControlRecord.Metric(WHO, "em0", 0));
        records.controlled(new ControlRecord.Lladdr(WHO, "em0", "02:00:00:00:00:01"));
        records.controlled(new ControlRecord.Renamed(WHO, "em0", "wan"));
        records.controlled(new ControlRecord.CloneCreated(WHO, "tap3", "a \"b\""));
        records.controlled(new ControlRecord.CloneCreated(WHO, "epair0", null));
        records.controlled(new ControlRecord.RouteAdded(WHO, route("0.0.0.0/0", "192.0.2.9", null)));
        records.controlled(new ControlRecord.RouteAdded(WHO, route("::/0", "fe80::2", "wan")));
        records.controlled(new ControlRecord.SysctlSet(WHO, "net.inet.ip.forwarding", "1"));
        WantedRecords again = new WantedRecords();
        WantedText.read(WantedText.write(records), again);
        assertEquals(records.ifnets(), again.ifnets());
        assertEquals(records.clones(), again.clones());
        assertEquals(records.routes(), again.routes());
        assertEquals(records.sysctls(), again.sysctls());
        assertEquals("em0", again.attachName("wan"));
        assertEquals(WantedText.write(records), WantedText.write(again));
    }
}
