package org.ifnet.inet.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.ifnet.DropReason;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.Checksum;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.Ipv4Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IgmpTest {
    private static final int AT = Ipv4Header.LENGTH + 4;
    private static final IpAddress GROUP = IpAddress.parse("239.1.2.3");
    private static final String NOBODY = "0.0.0.0";

    private final World world = new World();
    private final Host a = world.host("a");
    private final HostIfnet em0 = a.ether("em0", "192.0.2.1/24");

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
            long to = EtherHeader.dst(m, 0);
            m.trimFront(EtherHeader.LENGTH);
            if (m.length() > AT && Ipv4Header.protocol(m, 0) == Ipv4Header.IGMP) {
                assertEquals(0x0100_5e00_0000L | Ipv4Header.dst(m, 0) & 0x7f_ffff, to);
                all.add(text(m));
            }
            m.free();
        }
        em0.kept.clear();
        return all;
    }

    private static String text(Mbuf m) {
        assertEquals(1, Ipv4Header.ttl(m, 0));
        assertEquals("192.0.2.1", IpAddress.formatV4(Ipv4Header.src(m, 0)));
        assertEquals(0x9404_0000, m.get32(Ipv4Header.LENGTH), "router alert");
        assertEquals(0, Checksum.of(m, 0, AT));
        assertEquals(0, Checksum.of(m, AT, m.length() - AT));
        String to = IpAddress.formatV4(Ipv4Header.dst(m, 0));
        int type = m.get8(AT);
        if (type != 0x22) {
            return Integer.toHexString(type) + " " + IpAddress.formatV4(m.get32(AT + 4)) + " to " + to;
        }
        StringBuilder s = new StringBuilder("22");
        int count = m.get16(AT + 6);
        assertEquals(AT + 8 + 8 * count, m.length());
        for (int i = 0; i < count; i++) {
            int at = AT + 8 + 8 * i;
            s.append(' ').append(m.get8(at)).append('=').append(IpAddress.formatV4(m.get32(at + 4)));
        }
        return s + " to " + to;
    }

    private void query(String group, int code, int version, int ttl) {
        message(0x11, code, group, version == 3 ? 12 : 8, ttl, group.equals(NOBODY) ? "224.0.0.1" : group);
    }

    private void message(int type, int code, String group, int length, int ttl, String to) {
        Mbuf m = world.packet(new byte[AT + length]);
        m.put32(AT, type << 24 | code << 16);
        m.put32(AT + 4, IpAddress.parse(group).v4());
        m.put16(AT + 2, Checksum.of(m, AT, length));
        int from = IpAddress.parse("192.0.2.254").v4();
        int dst = IpAddress.parse(to).v4();
        Ipv4Header.put(m, 0, 0xc0, AT + length, 1, 0, ttl, Ipv4Header.IGMP, from, dst);
        m.put8(0, 0x40 | AT >> 2);
        m.put32(Ipv4Header.LENGTH, 0x9404_0000);
        m.put16(Ipv4Header.CHECKSUM, 0);
        m.put16(Ipv4Header.CHECKSUM, Checksum.of(m, 0, AT));
        m.set(Mbuf.MCAST);
        MbufBatch batch = new MbufBatch();
        batch.add(m);
        a.inet.input(em0, EtherHeader.TYPE_IPV4, batch);
    }

    /** reference 6: in_ifinit joins 224.0.0.1. BUG: nobody ever left it; here it goes with the last address. */
    @Test
    void everyInterfaceWithAnAddressIsInAllHostsAndNoLonger() throws Exception {
        assertEquals("224.0.0.1", a.groups.text(em0));
        a.address(em0, "192.0.2.2/24");
        world.run();
        assertEquals("224.0.0.1", a.groups.text(em0), "once");
        a.unaddress(em0, "192.0.2.1");
        world.run();
        assertEquals("224.0.0.1", a.groups.text(em0));
        a.unaddress(em0, "192.0.2.2");
        world.run();
        assertEquals("", a.groups.text(em0));
        assertEquals(List.of(), said(), "nobody asks about 224.0.0.1");
    }

    @Test
    void theMembershipGoesWithTheDomain() {
        a.inet.detach(em0, em0.data);
        assertEquals("", a.groups.text(em0));
    }

    @Test
    void changesAreSaidTwice() throws Exception {
        a.groups.join(Host.ROOT, em0, GROUP);
        assertEquals(List.of("22 4=239.1.2.3 to 224.0.0.22"), said());
        world.pass(2);
        assertEquals(List.of("22 4=239.1.2.3 to 224.0.0.22"), said());
        world.pass(5);
        assertEquals(List.of(), said());
        a.groups.leave(Host.ROOT, em0, GROUP);
        assertEquals(List.of("22 3=239.1.2.3 to 224.0.0.22"), said());
        world.pass(2);
        assertEquals(1, said().size());
    }

    @Test
    void allIsSaidAgainWhenTheInterfaceComesUp() {
        a.groups.join(Host.ROOT, em0, GROUP);
        world.pass(3);
        said();
        a.down(em0);
        a.up(em0);
        assertEquals(List.of("22 4=239.1.2.3 to 224.0.0.22"), said());
    }

    @Test
    void answersQueriesInTime() {
        a.groups.join(Host.ROOT, em0, GROUP);
        a.groups.join(Host.ROOT, em0, IpAddress.parse("224.0.0.251"));
        world.pass(3);
        said();
        query(NOBODY, 10, 3, 1);
        assertEquals(List.of(), said(), "not at once");
        world.pass(1);
        Set<String> either =
                Set.of("22 2=224.0.0.251 2=239.1.2.3 to 224.0.0.22", "22 2=239.1.2.3 2=224.0.0.251 to 224.0.0.22");
        List<String> answer = said();
        assertEquals(1, answer.size());
        assertEquals(true, either.contains(answer.get(0)), answer.get(0));
        query("239.1.2.3", 10, 3, 1);
        world.pass(1);
        assertEquals(List.of("22 2=239.1.2.3 to 224.0.0.22"), said());
    }

    @Test
    void queriesFromAfarAndForOthersAreRefused() {
        query(NOBODY, 10, 3, 64);
        query("239.9.9.9", 10, 3, 1);
        message(0x11, 10, NOBODY, 10, 1, "224.0.0.1");
        world.pass(2);
        assertEquals(List.of(), said());
        assertEquals(2, a.dropped(DropReason.BAD_HEADER));
        assertEquals(1, a.dropped(DropReason.NOT_OURS));
    }

    /** RFC 3376, 7.2.1: older versions while a router of that version was heard lately. */
    @Test
    void speaksVersion2ToOldRouters() throws Exception {
        a.groups.join(Host.ROOT, em0, GROUP);
        a.groups.join(Host.ROOT, em0, IpAddress.parse("239.1.2.4"));
        world.pass(3);
        said();
        query(NOBODY, 100, 2, 1);
        message(0x16, 0, "239.1.2.4", 8, 1, "239.1.2.4");
        world.pass(11);
        assertEquals(List.of("16 239.1.2.3 to 239.1.2.3"), said(), "another member spoke for the other group");
        a.groups.leave(Host.ROOT, em0, GROUP);
        world.pass(2);
        assertEquals(List.of("17 239.1.2.3 to 224.0.0.2"), said());
        world.pass(261);
        a.groups.join(Host.ROOT, em0, GROUP);
        assertEquals(List.of("22 4=239.1.2.3 to 224.0.0.22"), said());
    }

    @Test
    void speaksVersion1ToEvenOlderRouters() throws Exception {
        a.groups.join(Host.ROOT, em0, GROUP);
        world.pass(3);
        said();
        query(NOBODY, 0, 1, 1);
        world.pass(11);
        assertEquals(List.of("12 239.1.2.3 to 239.1.2.3"), said());
        a.groups.leave(Host.ROOT, em0, GROUP);
        world.pass(2);
        assertEquals(List.of(), said(), "there was no leaving then");
    }

    @Test
    void manyGroupsTakeSeveralPackets() {
        for (int i = 0; i < 100; i++) {
            a.groups.join(Host.ROOT, em0, IpAddress.v4(0xef01_0001 + i));
        }
        world.pass(3);
        said();
        query(NOBODY, 1, 3, 1);
        world.pass(0.2);
        assertEquals(2, said().size());
    }

    /** What is sent to a group comes to its members, and to nobody else. */
    @Test
    void groupsAreReceivedByMembers() throws Exception {
        a.sysctl("net.inet.icmp.bmcastecho", "1");
        Host b = world.host("b");
        HostIfnet far = b.ether("em0", "192.0.2.9/24");
        em0.keep = false;
        World.connect(em0, far);
        Pinger ping = new Pinger(b, "239.1.2.3", far);
        ping.send(1);
        world.run();
        assertEquals(List.of(), ping.heard);
        a.groups.join(Host.ROOT, em0, GROUP);
        ping.send(2);
        world.run();
        assertEquals(List.of("2 56 bytes from 192.0.2.1 ttl 64"), ping.heard);
    }

    @Test
    void largeResponseTimesHaveAnExponent() {
        assertEquals(100, Igmp.tenths(100));
        assertEquals(0x13L << 3, Igmp.tenths(0x83));
        assertEquals(0x1fL << 10, Igmp.tenths(0xff));
    }
}
