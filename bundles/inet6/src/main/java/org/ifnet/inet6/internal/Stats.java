package org.ifnet.inet6.internal;

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

    private static final String[] NAMES = {
        "received",
        "forwarded",
        "delivered",
        "sent",
        "fragments_received",
        "reassembled",
        "fragmented",
        "fragments_sent"
    };
    private static final String[] TEXTS = {
        "total packets received",
        "packets forwarded",
        "packets for this host",
        "packets sent from this host",
        "fragments received",
        "packets reassembled ok",
        "packets fragmented",
        "fragments created"
    };
    private static final int TYPES = 256;
    private static final int IN = 16;
    private static final int OUT = IN + TYPES;

    private final AtomicLongArray counts = new AtomicLongArray(OUT + TYPES);
    private final DropCounts drops;

    Stats(DropCounts drops) {
        this.drops = drops;
    }

    void add(int what, int n) {
        counts.getAndAdd(what, n);
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
        for (int i = 0; i < NAMES.length; i++) {
            lines.add(new Line("ip6", NAMES[i], TEXTS[i], counts.get(i)));
        }
        for (DropReason reason : DropReason.values()) {
            long n = drops.get(reason);
            if (n != 0) {
                String name = "drop_" + reason.name().toLowerCase(Locale.ROOT);
                lines.add(new Line("ip6", name, "dropped: " + reason.text(), n));
            }
        }
        lines.add(new Line(
                "icmp6",
                "errors_held_back",
                "errors not sent because of the rate limit",
                counts.get(ERRORS_HELD_BACK)));
        types(lines, IN, "in_", " received");
        types(lines, OUT, "out_", " sent");
        return List.copyOf(lines);
    }

    private void types(List<Line> lines, int from, String prefix, String did) {
        for (int type = 0; type < TYPES; type++) {
            long n = counts.get(from + type);
            if (n != 0) {
                lines.add(new Line("icmp6", prefix + type, Icmp6Text.plural(type) + did, n));
            }
        }
    }
}
