package org.ifnet.inet6.internal;

import java.util.Comparator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import org.ifnet.DropReason;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.domain.Domain;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufHold;
import org.ifnet.netisr.Callout;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.ifnet.wire.Icmp6Header;
import org.ifnet.wire.MacAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the link-level addresses of neighbours and notices when they do not answer any more (RFC 4861, 7). Packets ask
 * from any thread and read without locks; one timer on netctl repeats requests and lets entries go.
 */
final class Nd {
    private static final Logger LOG = LoggerFactory.getLogger(Nd.class);

    private static final long SECOND = 1_000_000_000L;
    /** How often the timer looks while somebody is being asked. */
    private static final long HASTE = SECOND / 4;

    private final Env env;
    private final Netisr netisr;
    private final Knobs knobs;
    private final Drops drops;
    private final NdSender sender;
    private final Sources sources;
    private final Domain ip;
    private final Unresolved unresolved;
    private final NdCache cache;
    private final Callout timer;
    private final AtomicBoolean armed = new AtomicBoolean();
    /** Packets that wait for neighbours. */
    private final AtomicInteger waiting = new AtomicInteger();

    private volatile boolean closed;

    /** Hears of packets whose neighbour does not answer. */
    interface Unresolved {
        /** The packet is still the caller's. Any thread. {@code waited}: its sender thinks that it was sent. */
        void unresolved(Mbuf m, boolean waited);
    }

    Nd(
            Env env,
            Netisr netisr,
            Knobs knobs,
            Drops drops,
            NdSender sender,
            Sources sources,
            Domain ip,
            Unresolved unresolved) {
        this.env = env;
        this.netisr = netisr;
        this.knobs = knobs;
        this.drops = drops;
        this.sender = sender;
        this.sources = sources;
        this.ip = ip;
        this.unresolved = unresolved;
        cache = new NdCache(env.memory(), env.random());
        timer = netisr.callout(Netisr.NETCTL, "nd6", this::tick);
    }

    NdCache cache() {
        return cache;
    }

    /** See {@link Domain#resolve}. */
    long resolve(Ifnet ifnet, Mbuf m, long hi, long lo) {
        Link6 link = Link6.of(ifnet);
        if (link == null) {
            return Domain.FAILED;
        }
        NdEntry e = cache.find(link, hi, lo);
        long lladdr = e == null ? -1 : e.lladdr();
        if (e == null || lladdr < 0) {
            return ask(link, m, hi, lo);
        }
        if (e.state() == NdEntry.STALE) {
            long due = env.nanoTime() + knobs.delay.seconds();
            if (e.move(NdEntry.STALE, NdEntry.DELAY)) {
                e.due = due;
                arm();
            }
        }
        return lladdr;
    }

    private long ask(Link6 link, Mbuf m, long hi, long lo) {
        Ifnet ifnet = link.ifnet;
        MacAddress own = ifnet.lladdr();
        if (own != null && link.find(hi, lo) != null) {
            return own.bits();
        }
        boolean silent = (ifnet.flags() & (IfFlags.NOARP | IfFlags.STATICARP)) != 0;
        NdEntry e = silent || closed
                ? null
                : cache.findOrAdd(link, hi, lo, -1, knobs.entries.value(), knobs.incomplete.value());
        if (e == null || e.state() == NdEntry.DEAD) {
            unresolved.unresolved(m, false);
            return Domain.FAILED;
        }
        hold(ifnet, e, m);
        if (e.asked.compareAndSet(0, 1)) {
            request(e);
        }
        arm();
        if (e.state() != NdEntry.INCOMPLETE) {
            release(e);
        }
        if (closed || !ifnet.isAttached()) {
            netisr.post(Netisr.NETCTL, () -> flushNow(link, any -> true));
        }
        return Domain.QUEUED;
    }

    /** Consumes the packet: so many wait for all neighbours together. */
    private void hold(Ifnet ifnet, NdEntry e, Mbuf m) {
        if (waiting.get() >= knobs.held.value()) {
            drops.drop(DropReason.UNRESOLVED, m, ifnet);
            return;
        }
        m.ownedBy("nd6, waiting for a neighbour");
        Mbuf other = e.held.hold(m);
        if (other == null) {
            waiting.getAndIncrement();
        } else {
            drops.drop(DropReason.UNRESOLVED, other, ifnet);
        }
    }

    /** Asks for the neighbour, or the neighbour itself when it is known. Without an address of ours it is not asked now. */
    private void request(NdEntry e) {
        e.due = env.nanoTime() + e.link.retrans();
        Own6 source = sources.choose(e.link.ifnet, e.hi, e.lo);
        if (source == null || source.ifaddr.ifnet() != e.link.ifnet) {
            source = e.link.linkLocal();
        }
        if (source == null) {
            return;
        }
        if (e.state() == NdEntry.PROBE) {
            sender.probe(e.link, source, e.hi, e.lo);
        } else {
            sender.solicit(e.link, source, e.hi, e.lo);
        }
    }

    /** A neighbour said in passing who it is: it exists, but nobody knows whether it hears us. On a netisr. */
    void learn(Link6 link, long hi, long lo, long lladdr, boolean isRouter) {
        boolean fixed = link.ifnet.has(IfFlags.STATICARP);
        NdEntry e = closed || fixed
                ? cache.find(link, hi, lo)
                : cache.findOrAdd(link, hi, lo, lladdr, knobs.entries.value(), 0);
        if (e == null || fixed) {
            return;
        }
        e.router |= isRouter;
        if (e.lladdr() != lladdr && !e.found(NdEntry.STALE, lladdr)) {
            return;
        }
        if (e.state() == NdEntry.STALE) {
            e.due = env.nanoTime() + knobs.staleTime.seconds();
        }
        arm();
        release(e);
    }

    /**
     * An advertisement (RFC 4861, 7.2.5). On a netisr.
     *
     * @param lladdr -1 when it does not say
     */
    void advertised(Link6 link, long hi, long lo, long lladdr, int flags) {
        NdEntry e = link.ifnet.has(IfFlags.STATICARP) ? null : cache.find(link, hi, lo);
        if (e == null || e.state() == NdEntry.DEAD) {
            return;
        }
        boolean solicited = (flags & Icmp6Header.NA_SOLICITED) != 0;
        long known = e.lladdr();
        if (known < 0) {
            if (lladdr >= 0) {
                confirmed(e, lladdr, solicited);
                e.router = (flags & Icmp6Header.NA_ROUTER) != 0;
                release(e);
            }
            return;
        }
        boolean other = lladdr >= 0 && lladdr != known;
        if (other && (flags & Icmp6Header.NA_OVERRIDE) == 0) {
            if (e.move(NdEntry.REACHABLE, NdEntry.STALE)) {
                e.due = env.nanoTime() + knobs.staleTime.seconds();
            }
            return;
        }
        if (solicited || other) {
            confirmed(e, other ? lladdr : known, solicited);
        }
        e.router = (flags & Icmp6Header.NA_ROUTER) != 0;
    }

    private void confirmed(NdEntry e, long lladdr, boolean solicited) {
        long lives = solicited ? e.link.reachable(env.random()) : knobs.staleTime.seconds();
        e.due = env.nanoTime() + lives;
        if (e.found(solicited ? NdEntry.REACHABLE : NdEntry.STALE, lladdr)) {
            e.asked.set(0);
            e.due = env.nanoTime() + lives;
            arm();
        }
    }

    /** Sends what waited, or gives it up when there is nobody to send it to. */
    private void release(NdEntry e) {
        boolean found = e.lladdr() >= 0;
        for (int i = 0; i < MbufHold.MOST; i++) {
            Mbuf m = e.held.take(i);
            if (m == null) {
                continue;
            }
            waiting.getAndDecrement();
            if (found) {
                e.link.ifnet.output(m, ip, e.hi, e.lo);
            } else {
                unresolved.unresolved(m, true);
                drops.drop(DropReason.UNRESOLVED, m, e.link.ifnet);
            }
        }
    }

    /** It has a link-level address, so it answered or spoke. */
    boolean isKnown(Link6 link, long hi, long lo) {
        return lladdr(link, hi, lo) >= 0;
    }

    /** The link-level address of a neighbour, -1 when it is not known. */
    long lladdr(Link6 link, long hi, long lo) {
        NdEntry e = cache.find(link, hi, lo);
        return e == null ? -1 : e.lladdr();
    }

    private void arm() {
        if (!closed && armed.compareAndSet(false, true)) {
            timer.reset(HASTE);
        }
    }

    private void tick() {
        long now = env.nanoTime();
        boolean asking = false;
        boolean waiting = false;
        for (NdEntry e : cache.all()) {
            if (now - e.due >= 0) {
                overdue(e, now);
            }
            int state = e.state();
            asking |= state == NdEntry.INCOMPLETE || state == NdEntry.DELAY || state == NdEntry.PROBE;
            waiting |= state != NdEntry.PERMANENT && state != NdEntry.DEAD;
        }
        makeRoom();
        if (waiting && !closed) {
            timer.reset(asking ? HASTE : SECOND);
            return;
        }
        armed.set(false);
        if (cache.size() > 0 && cache.all().stream().anyMatch(e -> e.state() != NdEntry.PERMANENT)) {
            arm();
        }
    }

    private void overdue(NdEntry e, long now) {
        switch (e.state()) {
            case NdEntry.INCOMPLETE -> again(e, NdEntry.INCOMPLETE, knobs.multicastTries.value());
            case NdEntry.REACHABLE -> {
                if (e.move(NdEntry.REACHABLE, NdEntry.STALE)) {
                    e.due = now + knobs.staleTime.seconds();
                }
            }
            case NdEntry.STALE -> remove(e, NdEntry.STALE);
            case NdEntry.DELAY -> {
                e.asked.set(0);
                if (e.move(NdEntry.DELAY, NdEntry.PROBE)) {
                    again(e, NdEntry.PROBE, knobs.unicastTries.value());
                }
            }
            case NdEntry.PROBE -> again(e, NdEntry.PROBE, knobs.unicastTries.value());
            default -> {}
        }
    }

    private void again(NdEntry e, int state, int tries) {
        if (e.asked.get() < tries) {
            e.asked.getAndIncrement();
            request(e);
        } else {
            remove(e, state);
        }
    }

    private void remove(NdEntry e, int from) {
        if (e.move(from, NdEntry.DEAD)) {
            cache.remove(e);
            release(e);
        }
    }

    /** When the cache is nearly full, stale neighbours go that nobody has used for longest; never others. */
    private void makeRoom() {
        int limit = knobs.entries.value();
        int over = cache.size() - limit + limit / 8;
        if (over <= 0) {
            return;
        }
        cache.all().stream()
                .filter(e -> e.state() == NdEntry.STALE)
                .sorted(Comparator.comparingLong(e -> e.due))
                .limit(over)
                .forEach(e -> remove(e, NdEntry.STALE));
    }

    /** Forgets the neighbours on that interface which the condition names. Not on a packet netisr. */
    void flush(Link6 link, Predicate<NdEntry> which) {
        if (cache.size() > 0) {
            onNetctl(() -> flushNow(link, which));
        }
    }

    /** On netctl. */
    void flushNow(Link6 link, Predicate<NdEntry> which) {
        for (NdEntry e : cache.all()) {
            if (e.link == link && which.test(e)) {
                e.kill();
                cache.remove(e);
                release(e);
            }
        }
    }

    /** Makes a permanent entry. On netctl. */
    boolean setPermanent(Link6 link, long hi, long lo, long lladdr) {
        NdEntry e = cache.findOrAdd(link, hi, lo, lladdr, knobs.entries.value(), 0);
        if (e == null || !e.found(NdEntry.PERMANENT, lladdr)) {
            return false;
        }
        release(e);
        return true;
    }

    /** Stops the timer and frees every packet that waits. */
    void close() {
        closed = true;
        timer.drain();
        onNetctl(() -> {
            for (NdEntry e : cache.all()) {
                e.kill();
                cache.remove(e);
                release(e);
            }
        });
    }

    private void onNetctl(Runnable change) {
        try {
            netisr.call(Netisr.NETCTL, () -> {
                change.run();
                return true;
            });
        } catch (IfnetException e) {
            LOG.error("nd6: {}", e.getMessage());
        }
    }
}
