package org.ifnet.inet6.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.ifnet.DropReason;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.Icmp6Header;
import org.ifnet.wire.Ip6Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MldTest {
    private static final int AT = Ip6Header.LENGTH + 8;
    private static final IpAddress GROUP = IpAddress.parse("ff05::77");

    private final World world = new World();
    private final Host a = world.host("a");
    private final HostIfnet em0 = a.ether("em0");

    @BeforeEach
    void settled() {
        a.up(em0);
        world.pass(5);
        em0.keep = true;
    }

    @AfterEach
    void leavesNothingBehind() {
        em0.keep = false;
        world.close();
    }

    /** What was said since the last time: type, groups, destination; each packet is looked at. */
    private List<String> said() {
        world.run();
        List<String> all = new ArrayList<>();
        for (Mbuf m : em0.kept) {
            m.trimFront(EtherHeader.LENGTH);
            if (Ip6Header.next(m, 0) == Ip6Header.HOP_BY_HOP) {
                all.add(text(m));
            }
            m.free();
        }
        em0.kept.clear();
        return all;
    }

    private static String text(Mbuf m) {
        assertEquals(1, Ip6Header.hops(m, 0));
        assertTrue(Ip6Header.isLinkLocal(Ip6Header.srcHi(m, 0)));
        assertEquals(0x3a00_0502_0000_0100L, m.get64(Ip6Header.LENGTH), "router alert");
        assertEquals(0, Icmp6Header.checksum(m, 0, AT));
        IpAddress to = IpAddress.v6(Ip6Header.dstHi(m, 0), Ip6Header.dstLo(m, 0));
        int type = Icmp6Header.type(m, AT);
        if (type != Icmp6Header.MLD2_REPORT) {
            return type + " " + IpAddress.v6(m.get64(AT + 8), m.get64(AT + 16)) + " to " + to;
        }
        StringBuilder s = new StringBuilder("143");
        int count = m.get16(AT + 6);
        assertEquals(AT + 8 + 20 * count, m.length());
        for (int i = 0; i < count; i++) {
            int at = AT + 8 + 20 * i;
            s.append(' ').append(m.get8(at)).append('=').append(IpAddress.v6(m.get64(at + 4), m.get64(at + 12)));
        }
        return s + " to " + to;
    }

    private void query(IpAddress group, int code, boolean old, int hops) {
        Mbuf m = world.pool.alloc();
        m.append(AT + (old ? 24 : 28));
        for (int i = 0; i < m.length(); i++) {
            m.put8(i, 0);
        }
        Ip6Header.put(m, 0, 0, m.length() - Ip6Header.LENGTH, Ip6Header.HOP_BY_HOP, hops);
        Ip6Header.src(m, 0, Ip6Header.LINK_LOCAL_HI, 0xaa);
        Ip6Header.dst(m, 0, Ip6Header.LINK_GROUP_HI, 1);
        m.put64(Ip6Header.LENGTH, 0x3a00_0502_0000_0100L);
        Icmp6Header.put(m, AT, Icmp6Header.MLD_QUERY, 0, code << 16);
        m.put64(AT + 8, group.hi());
        m.put64(AT + 16, group.lo());
        m.put16(AT + 2, Icmp6Header.checksum(m, 0, AT));
        MbufBatch batch = new MbufBatch();
        batch.add(m);
        a.inet.input(em0, EtherHeader.TYPE_IPV6, batch);
    }

    @Test
    void changesAreSaidTwice() throws Exception {
        a.groups.join(Host.ROOT, em0, GROUP);
        assertEquals(List.of("143 4=ff05::77 to ff02::16"), said());
        world.pass(2);
        assertEquals(List.of("143 4=ff05::77 to ff02::16"), said());
        world.pass(5);
        assertEquals(List.of(), said());
        a.groups.leave(Host.ROOT, em0, GROUP);
        assertEquals(List.of("143 3=ff05::77 to ff02::16"), said());
        world.pass(2);
        assertEquals(1, said().size());
    }

    @Test
    void allNodesAndInnerGroupsAreNotReported() {
        a.groups.join(Host.ROOT, em0, IpAddress.parse("ff01::77"));
        a.groups.join(Host.ROOT, em0, IpAddress.parse("ff02::1"));
        world.pass(3);
        assertEquals(List.of(), said());
    }

    @Test
    void answersQueriesInTime() {
        a.groups.join(Host.ROOT, em0, GROUP);
        world.pass(3);
        said();
        query(IpAddress.parse("::"), 1000, false, 1);
        assertEquals(List.of(), said(), "not at once");
        world.pass(1);
        assertEquals(List.of("143 2=ff02::1:ff00:6101 2=ff05::77 to ff02::16"), said());
        query(GROUP, 1000, false, 1);
        world.pass(1);
        assertEquals(List.of("143 2=ff05::77 to ff02::16"), said());
        query(IpAddress.parse("ff05::99"), 1000, false, 1);
        world.pass(1);
        assertEquals(List.of(), said());
    }

    @Test
    void queriesFromAfarAreRefused() {
        long before = a.dropped(DropReason.BAD_HEADER);
        query(IpAddress.parse("::"), 1000, false, 64);
        world.pass(2);
        assertEquals(List.of(), said());
        assertEquals(before + 1, a.dropped(DropReason.BAD_HEADER));
    }

    /** RFC 3810, 8.2.1: version 1 while a router of that version was heard lately. */
    @Test
    void speaksVersion1ToOldRouters() throws Exception {
        a.groups.join(Host.ROOT, em0, GROUP);
        world.pass(3);
        said();
        query(IpAddress.parse("::"), 1000, true, 1);
        world.pass(1);
        assertEquals(
                Set.of("131 ff05::77 to ff05::77", "131 ff02::1:ff00:6101 to ff02::1:ff00:6101"), Set.copyOf(said()));
        a.groups.leave(Host.ROOT, em0, GROUP);
        world.pass(2);
        assertEquals(List.of("132 ff05::77 to ff02::2"), said());
        world.pass(261);
        a.groups.join(Host.ROOT, em0, GROUP);
        assertEquals(List.of("143 4=ff05::77 to ff02::16"), said());
    }

    @Test
    void manyGroupsTakeSeveralPackets() {
        for (int i = 0; i < 100; i++) {
            a.groups.join(Host.ROOT, em0, IpAddress.v6(0xff05L << 48, i + 1));
        }
        world.pass(3);
        said();
        query(IpAddress.parse("::"), 0, false, 1);
        world.pass(0.1);
        assertEquals(2, said().size());
    }

    @Test
    void largeResponseTimesHaveAnExponent() {
        assertEquals(1000, Mld.millis(1000));
        assertEquals((0x1000L | 0x123) << 3, Mld.millis(0x8123));
        assertEquals((0x1000L | 0xfff) << 10, Mld.millis(0xffff));
    }
}
