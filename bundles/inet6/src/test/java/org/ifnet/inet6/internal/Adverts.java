package org.ifnet.inet6.internal;

import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.Icmp6Header;
import org.ifnet.wire.Ip6Header;

/** Router advertisements and redirects, as the wire has them. */
final class Adverts {
    private static final int AT = Ip6Header.LENGTH;
    static final long ROUTER_MAC = 0x0200_0000_00aaL;

    private Adverts() {}

    /** From fe80::aa; options are added by the others here. */
    static Mbuf advert(World world, int lifetime, int preference, int hopLimit) {
        Mbuf m = world.pool.alloc();
        m.append(AT + Icmp6Header.RA_LENGTH);
        header(m, IpAddress.parse("fe80::aa"), IpAddress.parse("ff02::1"));
        Icmp6Header.put(m, AT, Icmp6Header.ROUTER_ADVERT, 0, hopLimit << 24 | (preference & 3) << 19 | lifetime);
        m.put64(AT + 8, 0);
        int at = m.length();
        m.append(8);
        Icmp6Header.putOption(m, at, Icmp6Header.OPT_SOURCE, ROUTER_MAC);
        return m;
    }

    static Mbuf prefix(Mbuf m, String prefix, int flags, int preferred, int valid) {
        IpPrefix p = IpPrefix.parse(prefix);
        int at = m.length();
        m.append(32);
        m.put32(at, 0x0304_0000 | p.length() << 8 | flags);
        m.put32(at + 4, valid);
        m.put32(at + 8, preferred);
        m.put32(at + 12, 0);
        m.put64(at + 16, p.address().hi());
        m.put64(at + 24, p.address().lo());
        return m;
    }

    static Mbuf mtu(Mbuf m, int mtu) {
        int at = m.length();
        m.append(8);
        m.put32(at, 0x0501_0000);
        m.put32(at + 4, mtu);
        return m;
    }

    static Mbuf redirect(World world, String destination, String target) {
        Mbuf m = world.pool.alloc();
        m.append(AT + 40);
        header(m, IpAddress.parse("fe80::aa"), IpAddress.parse("2001:db8::1"));
        Icmp6Header.put(m, AT, Icmp6Header.REDIRECT, 0, 0);
        IpAddress to = IpAddress.parse(target);
        m.put64(AT + 8, to.hi());
        m.put64(AT + 16, to.lo());
        IpAddress about = IpAddress.parse(destination);
        m.put64(AT + 24, about.hi());
        m.put64(AT + 32, about.lo());
        return m;
    }

    private static void header(Mbuf m, IpAddress from, IpAddress to) {
        Ip6Header.put(m, 0, 0, 0, Ip6Header.ICMP6, 255);
        Ip6Header.src(m, 0, from.hi(), from.lo());
        Ip6Header.dst(m, 0, to.hi(), to.lo());
    }

    /** Completes length and checksum and lets the interface receive it. */
    static void receive(HostIfnet ifnet, Mbuf m) {
        m.put16(Ip6Header.PAYLOAD, m.length() - AT);
        m.put16(AT + 2, 0);
        m.put16(AT + 2, Icmp6Header.checksum(m, 0, AT));
        MbufBatch batch = new MbufBatch();
        batch.add(m);
        ifnet.host.inet.input(ifnet, EtherHeader.TYPE_IPV6, batch);
        ifnet.host.world.run();
    }
}
