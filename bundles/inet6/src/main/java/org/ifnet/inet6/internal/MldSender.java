package org.ifnet.inet6.internal;

import java.util.List;

import org.ifnet.domain.Domain;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.wire.Icmp6Header;
import org.ifnet.wire.Ip6Header;
import org.jspecify.annotations.Nullable;

/** Sends reports of multicast listeners (RFC 3810, 5.2; RFC 2710, 3). On netctl. */
final class MldSender {
    private static final long REPORTS_LO = 0x16;
    private static final int ALERT = 8;
    private static final int RECORD = 20;
    /** What fits in the smallest MTU. */
    private static final int MOST = (Ip6Header.MIN_MTU - Ip6Header.LENGTH - ALERT - Icmp6Header.LENGTH) / RECORD;

    private final MbufPool pool;
    private final Domain ip;

    MldSender(MbufPool pool, Domain ip) {
        this.pool = pool;
        this.ip = ip;
    }

    /** One group: {@link Mld#IS_EXCLUDE} and the like, without sources. */
    record Record(int type, IpAddress group) {}

    /** Reports all, in as many packets as that takes; with {@code old} each in one of version 1. */
    void report(Link6 link, List<Record> records, boolean old) {
        for (int i = 0; i < records.size(); i += old ? 1 : MOST) {
            if (old) {
                report1(link, records.get(i));
            } else {
                report2(link, records.subList(i, Math.min(records.size(), i + MOST)));
            }
        }
    }

    private void report2(Link6 link, List<Record> records) {
        int length = Icmp6Header.LENGTH + records.size() * RECORD;
        Mbuf m = message(length);
        if (m == null) {
            return;
        }
        int at = Ip6Header.LENGTH + ALERT;
        Icmp6Header.put(m, at, Icmp6Header.MLD2_REPORT, 0, records.size());
        at += Icmp6Header.LENGTH;
        for (Record record : records) {
            m.put32(at, record.type() << 24);
            m.put64(at + 4, record.group().hi());
            m.put64(at + 12, record.group().lo());
            at += RECORD;
        }
        send(link, m, Ip6Header.LINK_GROUP_HI, REPORTS_LO);
    }

    private void report1(Link6 link, Record record) {
        Mbuf m = message(Icmp6Header.ND_LENGTH);
        if (m == null) {
            return;
        }
        boolean done = record.type() == Mld.TO_INCLUDE;
        int at = Ip6Header.LENGTH + ALERT;
        Icmp6Header.put(m, at, done ? Icmp6Header.MLD_DONE : Icmp6Header.MLD_REPORT, 0, 0);
        long hi = record.group().hi();
        long lo = record.group().lo();
        m.put64(at + 8, hi);
        m.put64(at + 16, lo);
        send(link, m, done ? Ip6Header.LINK_GROUP_HI : hi, done ? Ip6Header.ALL_ROUTERS_LO : lo);
    }

    private @Nullable Mbuf message(int length) {
        Mbuf m = pool.alloc();
        if (m != null) {
            m.append(Ip6Header.LENGTH + ALERT + length);
        }
        return m;
    }

    /** Hop limit 1, and an option that makes routers look (RFC 2711). */
    private void send(Link6 link, Mbuf m, long hi, long lo) {
        int at = Ip6Header.LENGTH;
        Ip6Header.put(m, 0, 0, m.length() - at, Ip6Header.HOP_BY_HOP, 1);
        Own6 source = link.linkLocal();
        Ip6Header.src(m, 0, source == null ? 0 : source.hi, source == null ? 0 : source.lo);
        Ip6Header.dst(m, 0, hi, lo);
        m.put64(at, (long) Ip6Header.ICMP6 << 56 | 0x0502_0000_0100L);
        int icmp = at + ALERT;
        m.put16(icmp + Icmp6Header.CHECKSUM, Icmp6Header.checksum(m, 0, icmp));
        m.set(Mbuf.MCAST);
        link.ifnet.output(m, ip, hi, lo);
    }
}
