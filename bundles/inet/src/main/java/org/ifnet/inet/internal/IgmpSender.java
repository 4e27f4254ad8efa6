package org.ifnet.inet.internal;

import java.util.List;

import org.ifnet.Ifnet;
import org.ifnet.domain.Domain;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.wire.Checksum;
import org.ifnet.wire.Ipv4Header;

/** Sends reports of members (RFC 3376, 4.2; RFC 2236; RFC 1112). On netctl. */
final class IgmpSender {
    static final int LENGTH = 8;

    private static final int REPORT_V1 = 0x12;
    private static final int REPORT_V2 = 0x16;
    private static final int LEAVE = 0x17;
    private static final int REPORT_V3 = 0x22;
    private static final int ALL_ROUTERS = 0xe000_0002;
    private static final int REPORTS = 0xe000_0016;
    /** The option that makes routers look (RFC 2113). */
    private static final int ALERT = 0x9404_0000;

    private static final int HEADER = Ipv4Header.LENGTH + 4;
    /** Precedence "internetwork control". */
    private static final int TOS = 0xc0;

    private static final int RECORD = 8;
    /** What fits in a packet that every host takes. */
    private static final int MOST = (576 - HEADER - LENGTH) / RECORD;

    private final MbufPool pool;
    private final Domain ip;
    private final Ifaddrs ifaddrs;
    private final Stats stats;

    IgmpSender(MbufPool pool, Domain ip, Ifaddrs ifaddrs, Stats stats) {
        this.pool = pool;
        this.ip = ip;
        this.ifaddrs = ifaddrs;
        this.stats = stats;
    }

    /** One group: {@link Igmp#IS_EXCLUDE} and the like, without sources. */
    record Record(int type, int group) {}

    /** Reports all, in as many packets as that takes. */
    void report(Ifnet ifnet, List<Record> records, int version) {
        if (version < 3) {
            records.forEach(record -> reportOld(ifnet, record, version));
            return;
        }
        for (int i = 0; i < records.size(); i += MOST) {
            report3(ifnet, records.subList(i, Math.min(records.size(), i + MOST)));
        }
    }

    private void report3(Ifnet ifnet, List<Record> records) {
        Mbuf m = pool.alloc();
        if (m == null) {
            return;
        }
        m.append(HEADER + LENGTH + records.size() * RECORD);
        m.put32(HEADER, REPORT_V3 << 24);
        m.put32(HEADER + 4, records.size());
        int at = HEADER + LENGTH;
        for (Record record : records) {
            m.put32(at, record.type() << 24);
            m.put32(at + 4, record.group());
            at += RECORD;
        }
        stats.count(Stats.IGMP_REPORTS_SENT);
        send(ifnet, m, REPORTS);
    }

    private void reportOld(Ifnet ifnet, Record record, int version) {
        boolean leave = record.type() == Igmp.TO_INCLUDE;
        Mbuf m = leave && version == 1 ? null : pool.alloc();
        if (m == null) {
            return;
        }
        m.append(HEADER + LENGTH);
        m.put32(HEADER, (leave ? LEAVE : version == 1 ? REPORT_V1 : REPORT_V2) << 24);
        m.put32(HEADER + 4, record.group());
        stats.count(leave ? Stats.IGMP_LEAVES_SENT : Stats.IGMP_REPORTS_SENT);
        send(ifnet, m, leave ? ALL_ROUTERS : record.group());
    }

    /** From no address as long as there is none: a bridge that listens has to hear it all the same (RFC 3376, 4.2.13). */
    private void send(Ifnet ifnet, Mbuf m, int to) {
        int total = m.length();
        m.put16(HEADER + 2, Checksum.of(m, HEADER, total - HEADER));
        Ifaddr source = ifaddrs.forDestination(ifnet, IpAddress.v4(to));
        int from = source == null || !source.address().isV4()
                ? 0
                : source.address().v4();
        Ipv4Header.put(m, 0, TOS, total, 0, 0, 1, Ipv4Header.IGMP, from, to);
        m.put8(0, 0x40 | HEADER >> 2);
        m.put32(Ipv4Header.LENGTH, ALERT);
        m.put16(Ipv4Header.CHECKSUM, 0);
        m.put16(Ipv4Header.CHECKSUM, Checksum.of(m, 0, HEADER));
        m.set(Mbuf.MCAST);
        ifnet.output(m, ip, 0, to & 0xffff_ffffL);
    }
}
