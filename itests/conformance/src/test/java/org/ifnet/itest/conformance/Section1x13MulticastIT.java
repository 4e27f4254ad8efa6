package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;

import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.Ifnets;
import org.ifnet.driver.DriverInfo;
import org.ifnet.ifaddr.Ifmaddr;
import org.ifnet.ifaddr.Ifmaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.wire.MacAddress;
import org.junit.jupiter.api.Test;

/** Reference 1.13: multicast membership. */
class Section1x13MulticastIT {
    private static final IpAddress GROUP = IpAddress.parse("224.1.2.3");
    /** Maps to the same link-level address as {@link #GROUP}: 23 bits of a group count. */
    private static final IpAddress TWIN = IpAddress.parse("225.129.2.3");

    private static final IpAddress GROUP6 = IpAddress.parse("ff02::1:ff00:7");
    private static final MacAddress LINK = MacAddress.parse("01:00:5e:01:02:03");
    private static final MacAddress LINK6 = MacAddress.parse("33:33:ff:00:00:07");

    private static Ifmaddrs multicast(Layer layer) {
        return layer.core.ifmaddrs();
    }

    private static List<String> filters(Card card) {
        return card.calls.stream().filter(c -> c.startsWith("setMulticast")).toList();
    }

    @Test
    void groupsMapToTheLinkAndTheDriverLoadsItsFilter() {
        Both.run(layer -> {
            Card card = new Card();
            Ifnet em0 = layer.attach("em0", card).ifnet();
            multicast(layer).join(Layer.ROOT, em0, GROUP);
            multicast(layer).join(Layer.ROOT, em0, GROUP6);
            assertEquals(
                    List.of("setMulticast [[" + LINK + "]]", "setMulticast [[" + LINK6 + ", " + LINK + "]]"),
                    filters(card));
            assertEquals(
                    List.of(
                            new Ifmaddr(null, LINK6, 1, 0),
                            new Ifmaddr(GROUP6, LINK6, 1, 0),
                            new Ifmaddr(null, LINK, 1, 0),
                            new Ifmaddr(GROUP, LINK, 1, 0)),
                    multicast(layer).list(em0));
        });
    }

    @Test
    void usersOfOneGroupAreCountedAndOnlyTheFirstAndTheLastMatter() {
        Both.run(layer -> {
            Card card = new Card();
            Ifnet em0 = layer.attach("em0", card).ifnet();
            multicast(layer).join(Layer.ROOT, em0, GROUP);
            multicast(layer).join(Layer.ROOT, em0, GROUP);
            multicast(layer).leave(Layer.ROOT, em0, GROUP);
            assertEquals(1, filters(card).size());
            multicast(layer).leave(Layer.ROOT, em0, GROUP);
            assertEquals(List.of(), multicast(layer).list(em0));
            assertEquals(2, filters(card).size());
            assertEquals(1, layer.events.of(IfnetEvent.MulticastJoined.class).size());
            assertEquals(1, layer.events.of(IfnetEvent.MulticastLeft.class).size());
            Layer.fails(Errno.ENOENT, () -> multicast(layer).leave(Layer.ROOT, em0, GROUP));
        });
    }

    @Test
    void aLinkRecordCountsMappedGroupsAndDirectJoins() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            multicast(layer).join(Layer.ROOT, em0, GROUP);
            multicast(layer).join(Layer.ROOT, em0, TWIN);
            multicast(layer).join(Layer.ROOT, em0, LINK);
            assertTrue(multicast(layer).list(em0).contains(new Ifmaddr(null, LINK, 3, 1)));
            multicast(layer).leave(Layer.ROOT, em0, GROUP);
            multicast(layer).leave(Layer.ROOT, em0, LINK);
            assertTrue(multicast(layer).list(em0).contains(new Ifmaddr(null, LINK, 1, 0)));
        });
    }

    @Test
    void bug_nobodyGivesBackWhatAProtocolUses() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            multicast(layer).join(Layer.ROOT, em0, GROUP);
            Layer.fails(Errno.ENOENT, () -> multicast(layer).leave(Layer.ROOT, em0, LINK));
            assertEquals(2, multicast(layer).list(em0).size());
        });
    }

    @Test
    void bug_flushingLeavesNothingHoweverManyUsersThereAre() {
        Both.run(layer -> {
            Card card = new Card();
            Ifnet em0 = layer.attach("em0", card).ifnet();
            multicast(layer).join(Layer.ROOT, em0, GROUP);
            multicast(layer).join(Layer.ROOT, em0, GROUP);
            multicast(layer).join(Layer.ROOT, em0, LINK6);
            multicast(layer).leaveAll(Layer.ROOT, em0);
            assertEquals(List.of(), multicast(layer).list(em0));
            assertEquals("setMulticast [[]]", filters(card).get(filters(card).size() - 1));
            assertEquals(1, layer.events.of(IfnetEvent.MulticastLeft.class).size());
        });
    }

    @Test
    void bug_aRefusingDriverLeavesTheMembershipAsItWas() {
        Both.run(layer -> {
            Card card = new Card();
            Ifnet em0 = layer.attach("em0", card).ifnet();
            card.fail("setMulticast", Errno.ENOSPC);
            Layer.fails(Errno.ENOSPC, () -> multicast(layer).join(Layer.ROOT, em0, GROUP));
            assertEquals(List.of(), multicast(layer).list(em0));
            card.mend("setMulticast");
            multicast(layer).join(Layer.ROOT, em0, GROUP);
            List<Ifmaddr> joined = multicast(layer).list(em0);
            card.fail("setMulticast", Errno.ENOSPC);
            Layer.fails(Errno.ENOSPC, () -> multicast(layer).leave(Layer.ROOT, em0, GROUP));
            assertEquals(joined, multicast(layer).list(em0));
            assertEquals(0, layer.events.of(IfnetEvent.MulticastLeft.class).size());
        });
    }

    @Test
    void bug_aRefusedFlushLeavesMembershipsAndCountsAsTheyWere() {
        Both.run(layer -> {
            Card card = new Card();
            Ifnet em0 = layer.up(layer.attach("em0", card).ifnet());
            layer.core.ifmaddrs().join(Layer.ROOT, em0, IpAddress.parse("::"));
            layer.core.ifmaddrs().join(Layer.ROOT, em0, IpAddress.parse("224.0.1.1"));
            for (String call : List.of("setFilter", "setMulticast")) {
                card.fail(call, Errno.EIO);
                Layer.fails(Errno.EIO, () -> layer.core.ifmaddrs().leaveAll(Layer.ROOT, em0));
                card.mend(call);
                assertEquals(3, layer.core.ifmaddrs().list(em0).size(), call);
                assertEquals(1, em0.allmultiCount(), call);
                assertTrue(em0.has(IfFlags.ALLMULTI), call);
            }
            layer.core.ifmaddrs().leaveAll(Layer.ROOT, em0);
            assertEquals(0, em0.allmultiCount());
            assertEquals(List.of(), layer.core.ifmaddrs().list(em0));
        });
    }

    @Test
    void whatIsNoGroupIsRefused() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            Layer.fails(Errno.EADDRNOTAVAIL, () -> multicast(layer).join(Layer.ROOT, em0, IpAddress.parse("10.0.0.1")));
            Layer.fails(
                    Errno.EADDRNOTAVAIL,
                    () -> multicast(layer).join(Layer.ROOT, em0, MacAddress.parse("02:00:00:00:00:01")));
        });
    }

    @Test
    void anInterfaceWithoutMulticastRefuses() {
        Both.run(layer -> {
            Card card = new Card();
            card.info = new DriverInfo(IfType.ETHER, MacAddress.local(1), IfFlags.BROADCAST, 1500, 72, 1500, 0, 0, 1);
            Ifnet em0 = layer.attach("em0", card).ifnet();
            Layer.fails(Errno.EOPNOTSUPP, () -> multicast(layer).join(Layer.ROOT, em0, GROUP));
        });
    }

    @Test
    void bug_joiningEveryGroupCountsAsAUserOfAllMulticast() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            multicast(layer).join(Layer.ROOT, em0, IpAddress.parse("::"));
            assertEquals(1, em0.allmultiCount());
            assertTrue(em0.has(IfFlags.ALLMULTI));
            multicast(layer).leave(Layer.ROOT, em0, IpAddress.parse("::"));
            assertFalse(em0.has(IfFlags.ALLMULTI));
        });
    }

    @Test
    void bug_aGroupWithoutALinkAddressIsToldToTheDriverAsItComesAndAsItGoes() {
        Both.run(layer -> {
            Ifnet lo0 = layer.ifnet("lo0");
            multicast(layer).join(Layer.ROOT, lo0, GROUP);
            assertEquals(
                    List.of(new Ifmaddr(GROUP, null, 1, 0)), multicast(layer).list(lo0));
            multicast(layer).leave(Layer.ROOT, lo0, GROUP);
            assertEquals(List.of(), multicast(layer).list(lo0));
        });
    }

    @Test
    void bug_membershipsEndWithTheInterface() {
        Both.run(layer -> {
            Ifnets.Attachment attachment = layer.attach("em0", new Card());
            multicast(layer).join(Layer.ROOT, attachment.ifnet(), GROUP);
            attachment.detach();
            assertEquals(List.of(), multicast(layer).list(attachment.ifnet()));
            assertEquals(
                    Set.of(GROUP),
                    Set.copyOf(layer.events.of(IfnetEvent.MulticastLeft.class).stream()
                            .map(left -> left.membership().group())
                            .toList()));
            List<String> told = layer.events.of("em0");
            assertTrue(told.indexOf("MulticastLeft") < told.indexOf("Detached"), told::toString);
        });
    }
}
