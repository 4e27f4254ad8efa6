package org.ifnet.inet6.internal;

import org.ifnet.inet6.Address6State;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.wire.Icmp6Header;
import org.ifnet.wire.Ip6Header;
import org.ifnet.wire.MacAddress;

/** Writes router advertisements. On netctl. */
final class AdvertSender {
    private static final int PREFIX = 32;
    /** On the link, and to make addresses of. */
    private static final int FLAGS = 0xc0;
    /** As RFC 4861, 6.2.1 has them. */
    private static final int VALID = 2_592_000;

    private static final int PREFERRED = 604_800;
    private static final int HALF = 64;
    private static final int MOST = 16;

    private final MbufPool pool;
    private final NdSender sender;

    AdvertSender(MbufPool pool, NdSender sender) {
        this.pool = pool;
        this.sender = sender;
    }

    /** To all of the link. @param lifetime seconds as default router, 0 for not any more */
    void send(Link6 link, Own6 source, int lifetime, int hopLimit) {
        MacAddress own = link.ifnet.lladdr();
        Mbuf m = own == null ? null : pool.alloc();
        if (own == null || m == null) {
            return;
        }
        int at = Ip6Header.LENGTH;
        m.append(at + Icmp6Header.RA_LENGTH + 16);
        Icmp6Header.put(m, at, Icmp6Header.ROUTER_ADVERT, 0, hopLimit << 24 | lifetime);
        m.put64(at + 8, 0);
        Icmp6Header.putOption(m, at + Icmp6Header.RA_LENGTH, Icmp6Header.OPT_SOURCE, own.bits());
        Icmp6Header.putOption(m, at + Icmp6Header.RA_LENGTH + 8, Icmp6Header.OPT_MTU, link.ifnet.mtu() & 0xffff_ffffL);
        prefixes(link, m);
        sender.send(link, m, source.hi, source.lo, Ip6Header.LINK_GROUP_HI, Ip6Header.ALL_NODES_LO);
    }

    private static void prefixes(Link6 link, Mbuf m) {
        Own6[] all = link.own();
        int count = 0;
        for (int i = 0; i < all.length && count < MOST; i++) {
            boolean first = isAdvertised(all[i]);
            for (int j = 0; j < i; j++) {
                first &= !isAdvertised(all[j]) || all[j].hi != all[i].hi;
            }
            if (first) {
                prefix(m, all[i].hi);
                count++;
            }
        }
    }

    private static boolean isAdvertised(Own6 o) {
        return o.isUsable()
                && o.ifaddr.prefix().length() == HALF
                && !Ip6Header.isLinkLocal(o.hi)
                && !o.has(Address6State.AUTOCONF);
    }

    private static void prefix(Mbuf m, long hi) {
        int at = m.length();
        m.append(PREFIX);
        m.put32(at, Icmp6Header.OPT_PREFIX << 24 | PREFIX / 8 << 16 | HALF << 8 | FLAGS);
        m.put32(at + 4, VALID);
        m.put32(at + 8, PREFERRED);
        m.put32(at + 12, 0);
        m.put64(at + 16, hi);
        m.put64(at + 24, 0);
    }
}
