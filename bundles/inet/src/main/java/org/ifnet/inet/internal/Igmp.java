package org.ifnet.inet.internal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.DropReason;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.netisr.Callout;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.ifnet.wire.Checksum;
import org.ifnet.wire.Ipv4Header;

/**
 * Tells routers which groups a network has members of (RFC 3376; RFC 2236 and RFC 1112 while a router of such a version is
 * there). On netctl, but for {@link #input} and {@link #changed}.
 */
final class Igmp {
    static final int IS_EXCLUDE = 2;
    static final int TO_INCLUDE = 3;
    static final int TO_EXCLUDE = 4;

    private static final int QUERY = 0x11;
    private static final int REPORT_V1 = 0x12;
    private static final int REPORT_V2 = 0x16;
    private static final int QUERY_V3_LENGTH = 12;
    private static final long MILLI = 1_000_000L;
    private static final long TENTH = 100 * MILLI;
    /** Version 1 has no time to answer in: ten seconds. */
    private static final long TIME_V1 = 100 * TENTH;
    /** Messages that wait for netctl at most. */
    private static final int WAITING = 32;

    private final Env env;
    private final Netisr netisr;
    private final Drops drops;
    private final Groups groups;
    private final IgmpSender sender;
    private final Stats stats;
    private final Callout timer;
    private final Map<Link4, IgmpState> states = new HashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;

    Igmp(Env env, Netisr netisr, Drops drops, Groups groups, IgmpSender sender, Stats stats) {
        this.env = env;
        this.netisr = netisr;
        this.drops = drops;
        this.groups = groups;
        this.sender = sender;
        this.stats = stats;
        timer = netisr.callout(Netisr.NETCTL, "igmp", this::tick);
    }

    private static boolean speaks(Link4 link) {
        return !link.ended && link.ifnet.lladdr() != null && link.ifnet.isUsable();
    }

    /** The first member came or the last went. Any thread. */
    void changed(Link4 link, int group, boolean joined) {
        if (group != Groups.ALL_HOSTS && !closed) {
            netisr.post(Netisr.NETCTL, () -> {
                if (speaks(link) && !closed) {
                    state(link).changed(group, joined, env.nanoTime());
                    tick();
                }
            });
        }
    }

    /** The interface went up: says all. */
    void announce(Link4 link) {
        if (speaks(link)) {
            for (int group : members(link)) {
                state(link).changed(group, true, env.nanoTime());
            }
            tick();
        }
    }

    void forget(Link4 link) {
        states.remove(link);
    }

    private IgmpState state(Link4 link) {
        return states.computeIfAbsent(link, key -> new IgmpState());
    }

    private int[] members(Link4 link) {
        return Arrays.stream(groups.members(link.ifnet))
                .filter(group -> group != Groups.ALL_HOSTS)
                .sorted()
                .toArray();
    }

    /** A message of somebody, behind a checked header of {@code at} bytes. On a netisr. Consumes it. */
    void input(Link4 link, Mbuf m, int at) {
        int length = m.length() - at;
        if (m.next() != null || length < IgmpSender.LENGTH || Ipv4Header.ttl(m, 0) != 1) {
            drops.drop(DropReason.BAD_HEADER, m, link.ifnet);
            return;
        }
        if (Checksum.of(m, at, length) != 0) {
            drops.drop(DropReason.BAD_CHECKSUM, m, link.ifnet);
            return;
        }
        int type = m.get8(at);
        boolean query = type == QUERY;
        boolean report = type == REPORT_V1 || type == REPORT_V2;
        stats.count(query ? Stats.IGMP_QUERIES_RECEIVED : Stats.IGMP_REPORTS_RECEIVED);
        if (!query && !report || query && length > IgmpSender.LENGTH && length < QUERY_V3_LENGTH) {
            drops.drop(report || query ? DropReason.BAD_HEADER : DropReason.UNSUPPORTED, m, link.ifnet);
            return;
        }
        if (waiting.getAndIncrement() >= WAITING || closed) {
            waiting.getAndDecrement();
            drops.drop(DropReason.RATE_LIMIT, m, link.ifnet);
            return;
        }
        int code = m.get8(at + 1);
        int version = length >= QUERY_V3_LENGTH ? 3 : code == 0 ? 1 : 2;
        int group = m.get32(at + 4);
        m.free();
        netisr.post(Netisr.NETCTL, () -> {
            waiting.getAndDecrement();
            if (!speaks(link) || closed) {
                return;
            }
            long now = env.nanoTime();
            if (query) {
                long longest = version == 1 ? TIME_V1 : (version == 2 ? code : tenths(code)) * TENTH;
                state(link).queried(version, group, longest, members(link), now, env.random() >>> 1);
                tick();
            } else {
                state(link).heard(group, now);
            }
        });
    }

    /** RFC 3376, 4.1.1: a number with an exponent when it is large. */
    static long tenths(int code) {
        return code < 0x80 ? code : (code & 0xf | 0x10L) << (code >>> 4 & 7) + 3;
    }

    /** Says what is due, and waits for what is next. */
    private void tick() {
        if (closed) {
            return;
        }
        long now = env.nanoTime();
        long next = IgmpState.NEVER;
        for (Map.Entry<Link4, IgmpState> e : List.copyOf(states.entrySet())) {
            Link4 link = e.getKey();
            if (speaks(link)) {
                IgmpState state = e.getValue();
                sender.report(link.ifnet, state.say(members(link), now, env.random() >>> 1), state.version(now));
                next = Math.min(next, state.next(now));
            } else {
                states.remove(link);
            }
        }
        if (next != IgmpState.NEVER) {
            timer.reset(Math.max(next, MILLI));
        }
    }

    void close() {
        closed = true;
        timer.drain();
    }
}
