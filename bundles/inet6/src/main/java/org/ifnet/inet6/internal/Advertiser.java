package org.ifnet.inet6.internal;

import java.util.HashMap;
import java.util.Map;

import org.ifnet.Ifnet;
import org.ifnet.Ifnets;
import org.ifnet.netisr.Callout;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.ifnet.wire.Ip6Header;

/**
 * Advertises us as a router of a link (RFC 4861, 6.2): unasked every few minutes, and when asked. Prefixes are the /64
 * networks of our own global addresses there. On netctl, but for {@link #solicited}.
 */
final class Advertiser {
    private static final long SECOND = 1_000_000_000L;
    /** Between two to all, whoever asks (RFC 4861, 6.2.6). */
    private static final long APART = 3 * SECOND;

    private static final long LONGEST = 600 * SECOND;
    private static final long SHORTEST = 200 * SECOND;
    /** The first few come soon (RFC 4861, 6.2.4). */
    private static final int FIRST = 3;

    private static final long AT_FIRST = 16 * SECOND;

    private final Env env;
    private final Netisr netisr;
    private final Ifnets ifnets;
    private final Knobs knobs;
    private final Groups groups;
    private final AdvertSender sender;
    private final Callout timer;
    private final Map<Link6, State> states = new HashMap<>();
    private volatile boolean closed;

    /** When a link was told and will be told. */
    private static final class State {
        long last;
        long due;
        int sent;
    }

    Advertiser(Env env, Netisr netisr, Ifnets ifnets, Knobs knobs, Groups groups, AdvertSender sender) {
        this.env = env;
        this.netisr = netisr;
        this.ifnets = ifnets;
        this.knobs = knobs;
        this.groups = groups;
        this.sender = sender;
        timer = netisr.callout(Netisr.NETCTL, "rtadv", this::tick);
    }

    boolean isOn() {
        return knobs.advertise.isOn() && knobs.forwarding.isOn() && !closed;
    }

    /** The administrator changed something, or an interface is ready. Who stops being a router says so. */
    void changed() {
        if (!isOn()) {
            for (Link6 link : states.keySet()) {
                say(link, 0);
                groups.leave(link, Ip6Header.LINK_GROUP_HI, Ip6Header.ALL_ROUTERS_LO);
            }
            states.clear();
            return;
        }
        for (Ifnet ifnet : ifnets.list()) {
            Link6 link = Link6.of(ifnet);
            if (link != null && link.linkLocal() != null && ifnet.isUsable() && ifnet.lladdr() != null) {
                states.computeIfAbsent(link, this::begin);
            }
        }
        tick();
    }

    private State begin(Link6 link) {
        groups.join(link, Ip6Header.LINK_GROUP_HI, Ip6Header.ALL_ROUTERS_LO, () -> {});
        State state = new State();
        state.last = env.nanoTime() - APART;
        state.due = env.nanoTime();
        return state;
    }

    /** A host asks: answered to all within half a second. Any thread. */
    void solicited(Link6 link) {
        netisr.post(Netisr.NETCTL, () -> {
            State state = states.get(link);
            if (state != null) {
                long now = env.nanoTime();
                long soon = now + (env.random() >>> 1) % (SECOND / 2);
                long allowed = state.last + APART - soon > 0 ? state.last + APART : soon;
                state.due = allowed - state.due < 0 ? allowed : state.due;
                tick();
            }
        });
    }

    private void tick() {
        if (closed) {
            return;
        }
        long now = env.nanoTime();
        long next = Long.MAX_VALUE;
        for (Map.Entry<Link6, State> e : states.entrySet()) {
            State state = e.getValue();
            if (now - state.due >= 0) {
                say(e.getKey(), knobs.routerLifetime.value());
                state.last = now;
                long wait = SHORTEST + (env.random() >>> 1) % (LONGEST - SHORTEST);
                state.due = now + (++state.sent < FIRST ? Math.min(wait, AT_FIRST) : wait);
            }
            next = Math.min(next, state.due - now);
        }
        if (next != Long.MAX_VALUE) {
            timer.reset(Math.max(next, 1));
        }
    }

    private void say(Link6 link, int lifetime) {
        Own6 source = link.linkLocal();
        if (source != null && link.ifnet.isUsable()) {
            sender.send(link, source, lifetime, knobs.hopLimit.value());
        }
    }

    /** The interface is down or gone. */
    void down(Link6 link) {
        if (states.remove(link) != null) {
            groups.leave(link, Ip6Header.LINK_GROUP_HI, Ip6Header.ALL_ROUTERS_LO);
        }
    }

    void close() {
        closed = true;
        timer.drain();
    }
}
