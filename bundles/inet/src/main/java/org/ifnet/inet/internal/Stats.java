package org.ifnet.inet.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;

import org.ifnet.DropCounts;
import org.ifnet.DropReason;
import org.ifnet.inet.IpStatistics;

/** What is counted of all interfaces together. Any thread, lock-free. */
final class Stats implements IpStatistics {
    static final int RECEIVED = 0;
    static final int FORWARDED = 1;
    static final int DELIVERED = 2;
    static final int SENT = 3;
    static final int FRAGMENTS_RECEIVED = 4;
    static final int REASSEMBLED = 5;
    static final int FRAGMENTED = 6;
    static final int FRAGMENTS_SENT = 7;
    static final int ERRORS_HELD_BACK = 8;
    static final int ARP_REQUESTS_SENT = 9;
    static final int ARP_REQUESTS_RECEIVED = 10;
    static final int ARP_REPLIES_SENT = 11;
    static final int ARP_REPLIES_RECEIVED = 12;
    static final int ARP_CONFLICTS = 13;
    static final int IGMP_QUERIES_RECEIVED = 14;
    static final int IGMP_REPORTS_RECEIVED = 15;
    static final int IGMP_REPORTS_SENT = 16;
    static final int IGMP_LEAVES_SENT = 17;

    private static final Counted[] COUNTED = {
        new Counted("ip", "received", "total packets received"),
        new Counted("ip", "forwarded", "packets forwarded"),
        new Counted("ip", "delivered", "packets for this host"),
        new Counted("ip", "sent", "packets sent from this host"),
        new Counted("ip", "fragments_received", "fragments received"),
        new Counted("ip", "reassembled", "packets reassembled ok"),
        new Counted("ip", "fragmented", "packets fragmented"),
        new Counted("ip", "fragments_sent", "fragments created"),
        new Counted("icmp", "errors_held_back", "errors not sent because of the rate limit"),
        new Counted("arp", "requests_sent", "requests sent"),
        new Counted("arp", "requests_received", "requests received"),
        new Counted("arp", "replies_sent", "replies sent"),
        new Counted("arp", "replies_received", "replies received"),
        new Counted("arp", "conflicts", "packets of others with an address of ours"),
        new Counted("igmp", "queries_received", "queries received"),
        new Counted("igmp", "reports_received", "reports received"),
        new Counted("igmp", "reports_sent", "reports sent"),
        new Counted("igmp", "leaves_sent", "leave messages sent"),
    };
    private static final int TYPES = 256;
    private static final int IN = COUNTED.length;
    private static final int OUT = IN + TYPES;

    private final AtomicLongArray counts = new AtomicLongArray(OUT + TYPES);
    private final DropCounts drops;

    private record Counted(String protocol, String name, String text) {}

    Stats(DropCounts drops) {
        this.drops = drops;
    }

    void add(int what, int n) {
        if (n != 0) {
            counts.getAndAdd(what, n);
        }
    }

    void count(int what) {
        counts.getAndIncrement(what);
    }

    void icmpIn(int type) {
        counts.getAndIncrement(IN + type);
    }

    void icmpOut(int type) {
        counts.getAndIncrement(OUT + type);
    }

    @Override
    public List<Line> list() {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < COUNTED.length; i++) {
            Counted c = COUNTED[i];
            lines.add(new Line(c.protocol, c.name, c.text, counts.get(i)));
        }
        for (DropReason reason : DropReason.values()) {
            long n = drops.get(reason);
            if (n != 0) {
                String name = "drop_" + reason.name().toLowerCase(Locale.ROOT);
                lines.add(new Line("ip", name, "dropped: " + reason.text(), n));
            }
        }
        types(lines, IN, "in_", " received");
        types(lines, OUT, "out_", " sent");
        return List.copyOf(lines);
    }

    private void types(List<Line> lines, int from, String prefix, String did) {
        for (int type = 0; type < TYPES; type++) {
            long n = counts.get(from + type);
            if (n != 0) {
                lines.add(new Line("icmp", prefix + type, IcmpText.plural(type) + did, n));
            }
        }
    }
}
