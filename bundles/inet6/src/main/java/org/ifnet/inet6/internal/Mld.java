package org.ifnet.inet6.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.DropReason;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.netisr.Callout;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.ifnet.wire.Icmp6Header;
import org.ifnet.wire.Ip6Header;

/**
 * Tells routers which groups a link has members of (RFC 3810; RFC 2710 while a router of that version is there). On netctl,
 * but for {@link #input} and {@link #changed}.
 */
final class Mld {
    static final int IS_EXCLUDE = 2;
    static final int TO_INCLUDE = 3;
    static final int TO_EXCLUDE = 4;

    private static final int QUERY_V1 = 24;
    private static final int QUERY_V2 = 28;
    private static final int ROBUSTNESS = 2;
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1000 * MILLI;
    /** Until a router of version 1 is forgotten: robustness times 125 s, and 10 s (RFC 3810, 9.12). */
    private static final long OLD_ROUTER = (ROBUSTNESS * 125 + 10) * SECOND;
    /** Queries that wait for netctl at most. */
    private static final int WAITING = 32;

    private final Env env;
    private final Netisr netisr;
    private final Drops drops;
    private final Groups groups;
    private final MldSender sender;
    private final Callout timer;
    private final Map<Link6, State> states = new HashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;

    /** What is to be said on a link. */
    private static final class State {
        /** When the answer to a general query is due, 0 for never. */
        long general;

        /** Changes that are to be said again: by group. */
        final Map<IpAddress, Change> changes = new TreeMap<>();
        /** Answers that are due: by group. */
        final Map<IpAddress, Long> answers = new TreeMap<>();
        /** A router of version 1 is there until then; meaningless while {@code old} is false. */
        long oldUntil;

        boolean old;
    }

    private static final class Change {
        final int type;
        int left = ROBUSTNESS;
        long due;

        Change(int type, long due) {
            this.type = type;
            this.due = due;
        }
    }

    Mld(Env env, Netisr netisr, Drops drops, Groups groups, MldSender sender) {
        this.env = env;
        this.netisr = netisr;
        this.drops = drops;
        this.groups = groups;
        this.sender = sender;
        timer = netisr.callout(Netisr.NETCTL, "mld", this::tick);
    }

    /** Nobody asks about ff02::1 and what stays in the node (RFC 3810, 6). */
    static boolean isReported(IpAddress group) {
        boolean allNodes = group.hi() == Ip6Header.LINK_GROUP_HI && group.lo() == Ip6Header.ALL_NODES_LO;
        return !group.isV4() && Ip6Header.isMulticast(group.hi()) && Ip6Header.groupScope(group.hi()) > 1 && !allNodes;
    }

    private static boolean speaks(Link6 link) {
        return !link.ended && link.ifnet.lladdr() != null && link.ifnet.isUsable();
    }

    /** The first member came or the last went. Any thread. */
    void changed(Link6 link, IpAddress group, boolean joined) {
        if (isReported(group) && !closed) {
            netisr.post(Netisr.NETCTL, () -> {
                if (speaks(link) && !closed) {
                    state(link).changes.put(group, new Change(joined ? TO_EXCLUDE : TO_INCLUDE, env.nanoTime()));
                    tick();
                }
            });
        }
    }

    /** Says all once more: what was said without a source address may not have been believed (RFC 3590). */
    void announce(Link6 link) {
        if (speaks(link)) {
            for (IpAddress group : members(link)) {
                state(link).changes.put(group, new Change(TO_EXCLUDE, env.nanoTime()));
            }
            tick();
        }
    }

    void forget(Link6 link) {
        states.remove(link);
    }

    private State state(Link6 link) {
        return states.computeIfAbsent(link, key -> new State());
    }

    private List<IpAddress> members(Link6 link) {
        long[] all = groups.members(link.ifnet);
        List<IpAddress> members = new ArrayList<>();
        for (int i = 0; i < all.length; i += 2) {
            IpAddress group = IpAddress.v6(all[i], all[i + 1]);
            if (isReported(group)) {
                members.add(group);
            }
        }
        return members;
    }

    /** A query or a report of somebody, with a correct checksum. On a netisr. Consumes it. */
    void input(Link6 link, Mbuf m, int at) {
        int length = m.length() - at;
        int type = Icmp6Header.type(m, at);
        boolean query = type == Icmp6Header.MLD_QUERY;
        boolean odd = length < QUERY_V1 || query && length > QUERY_V1 && length < QUERY_V2;
        if (odd || Ip6Header.hops(m, 0) != 1 || query && !Ip6Header.isLinkLocal(Ip6Header.srcHi(m, 0))) {
            drops.drop(DropReason.BAD_HEADER, m, link.ifnet);
            return;
        }
        if (waiting.getAndIncrement() >= WAITING || closed) {
            waiting.getAndDecrement();
            drops.drop(DropReason.RATE_LIMIT, m, link.ifnet);
            return;
        }
        boolean old = length == QUERY_V1;
        int code = m.get16(at + 4);
        long longest = (old ? code : millis(code)) * MILLI;
        IpAddress group = IpAddress.v6(m.get64(at + 8), m.get64(at + 16));
        netisr.post(Netisr.NETCTL, () -> {
            waiting.getAndDecrement();
            if (speaks(link) && !closed) {
                if (query) {
                    queried(link, group, longest, old);
                } else if (type == Icmp6Header.MLD_REPORT && isOld(state(link))) {
                    // Another member said it: once is enough in version 1.
                    state(link).answers.remove(group);
                }
            }
        });
        m.free();
    }

    /** RFC 3810, 5.1.3: a number with an exponent when it is large. */
    static long millis(int code) {
        return code < 0x8000 ? code : (code & 0xfff | 0x1000L) << (code >>> 12 & 7) + 3;
    }

    private void queried(Link6 link, IpAddress group, long longest, boolean old) {
        State state = state(link);
        if (old) {
            state.old = true;
            state.oldUntil = env.nanoTime() + OLD_ROUTER;
            state.changes.clear();
        }
        long due = env.nanoTime() + (longest == 0 ? 0 : (env.random() >>> 1) % longest);
        if (!group.isUnspecified()) {
            if (members(link).contains(group)) {
                state.answers.merge(group, due, (a, b) -> a - b < 0 ? a : b);
            }
        } else if (isOld(state)) {
            for (IpAddress member : members(link)) {
                long its = env.nanoTime() + (longest == 0 ? 0 : (env.random() >>> 1) % longest);
                state.answers.merge(member, its, (a, b) -> a - b < 0 ? a : b);
            }
        } else if (state.general == 0 || due - state.general < 0) {
            state.general = due == 0 ? 1 : due;
        }
        tick();
    }

    private boolean isOld(State state) {
        if (state.old && env.nanoTime() - state.oldUntil >= 0) {
            state.old = false;
        }
        return state.old;
    }

    /** Says what is due, and waits for what is next. */
    private void tick() {
        if (closed) {
            return;
        }
        long now = env.nanoTime();
        long next = Long.MAX_VALUE;
        for (Map.Entry<Link6, State> e : List.copyOf(states.entrySet())) {
            if (speaks(e.getKey())) {
                next = Math.min(next, say(e.getKey(), e.getValue(), now));
            } else {
                states.remove(e.getKey());
            }
        }
        if (next != Long.MAX_VALUE) {
            timer.reset(Math.max(next, MILLI));
        }
    }

    /** Nanoseconds until there is something again. */
    private long say(Link6 link, State state, long now) {
        long next = Long.MAX_VALUE;
        List<MldSender.Record> records = new ArrayList<>();
        if (state.general != 0) {
            if (now - state.general >= 0) {
                state.general = 0;
                members(link).forEach(group -> records.add(new MldSender.Record(IS_EXCLUDE, group)));
            } else {
                next = Math.min(next, state.general - now);
            }
        }
        boolean old = isOld(state);
        for (Map.Entry<IpAddress, Long> answer : List.copyOf(state.answers.entrySet())) {
            if (now - answer.getValue() >= 0) {
                state.answers.remove(answer.getKey());
                records.add(new MldSender.Record(IS_EXCLUDE, answer.getKey()));
            } else {
                next = Math.min(next, answer.getValue() - now);
            }
        }
        for (Map.Entry<IpAddress, Change> e : List.copyOf(state.changes.entrySet())) {
            Change change = e.getValue();
            if (now - change.due >= 0) {
                records.add(new MldSender.Record(change.type, e.getKey()));
                change.due = now + (env.random() >>> 1) % SECOND;
                if (--change.left == 0 || old && change.type == TO_INCLUDE) {
                    state.changes.remove(e.getKey());
                    continue;
                }
            }
            next = Math.min(next, change.due - now);
        }
        sender.report(link, records, old);
        return next;
    }

    void close() {
        closed = true;
        timer.drain();
    }
}
