package org.ifnet.inet.internal;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import org.ifnet.DropReason;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.domain.Domain;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufHold;
import org.ifnet.netisr.Callout;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the link-level addresses of neighbours (RFC 826, RFC 1122 2.3.2). Packets ask from any thread and read without
 * locks; one timer on netctl repeats requests and lets entries go.
 *
 * <p>A neighbour that was used is asked again, itself, before its entry ends, and is sent to meanwhile.
 */
final class Arp {
    private static final Logger LOG = LoggerFactory.getLogger(Arp.class);

    private static final long SECOND = 1_000_000_000L;
    /** How often the timer looks while somebody is being asked; requests to one neighbour stay a second apart. */
    private static final long HASTE = SECOND / 4;

    private final Env env;
    private final Netisr netisr;
    private final Ifaddrs ifaddrs;
    private final Neighbourhood near;
    private final Knobs knobs;
    private final Drops drops;
    private final ArpSender sender;
    private final Domain ip;
    private final Unresolved unresolved;
    private final ArpCache cache;
    private final ArpProxies proxies = new ArpProxies();
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

    Arp(
            Env env,
            Netisr netisr,
            Ifaddrs ifaddrs,
            Knobs knobs,
            Drops drops,
            ArpSender sender,
            Domain ip,
            Unresolved unresolved) {
        this.env = env;
        cache = new ArpCache(env.memory());
        this.netisr = netisr;
        this.ifaddrs = ifaddrs;
        this.near = new Neighbourhood(ifaddrs);
        this.knobs = knobs;
        this.drops = drops;
        this.sender = sender;
        this.ip = ip;
        this.unresolved = unresolved;
        this.timer = netisr.callout(Netisr.NETCTL, "arp", this::tick);
    }

    ArpCache cache() {
        return cache;
    }

    ArpProxies proxies() {
        return proxies;
    }

    /** See {@link Domain#resolve}. */
    long resolve(Ifnet ifnet, Mbuf m, int address) {
        ArpEntry e = cache.find(ifnet, address);
        long lladdr = e == null ? -1 : e.use();
        return lladdr >= 0 ? lladdr : ask(ifnet, m, address);
    }

    private long ask(Ifnet ifnet, Mbuf m, int address) {
        if (ifaddrs.isBroadcast4(ifnet, address)) {
            return MacAddress.BROADCAST_BITS;
        }
        MacAddress lladdr = ifnet.lladdr();
        if (lladdr != null && near.own(ifnet, address) != null) {
            return lladdr.bits();
        }
        boolean silent = (ifnet.flags() & (IfFlags.NOARP | IfFlags.STATICARP)) != 0;
        ArpEntry e = silent || closed ? null : add(ifnet, address, knobs.arpIncomplete.value());
        if (e == null || e.state() == ArpEntry.DOWN || e.state() == ArpEntry.DEAD) {
            unresolved.unresolved(m, false);
            return Domain.FAILED;
        }
        hold(ifnet, e, m);
        if (e.asked.compareAndSet(0, 1)) {
            request(e, MacAddress.BROADCAST_BITS);
        }
        arm();
        if (e.state() != ArpEntry.INCOMPLETE) {
            release(e);
        }
        if (closed || !ifnet.isAttached()) {
            netisr.post(Netisr.NETCTL, () -> flushNow(ifnet, any -> true));
        }
        return Domain.QUEUED;
    }

    private @Nullable ArpEntry add(Ifnet ifnet, int address, int asking) {
        Link4 link = Link4.of(ifnet);
        return link == null ? null : cache.findOrAdd(link, address, knobs.arpEntries.value(), asking);
    }

    /** Consumes the packet: so many wait for all neighbours together. */
    private void hold(Ifnet ifnet, ArpEntry e, Mbuf m) {
        if (waiting.get() >= knobs.arpHeld.value()) {
            drops.drop(DropReason.UNRESOLVED, m, ifnet);
            return;
        }
        m.ownedBy("arp, waiting for a neighbour");
        Mbuf other = e.held.hold(m);
        if (other == null) {
            waiting.getAndIncrement();
        } else {
            drops.drop(DropReason.UNRESOLVED, other, ifnet);
        }
    }

    private void request(ArpEntry e, long to) {
        e.due = env.nanoTime() + SECOND;
        Ifaddr source = near.source(e.ifnet, e.address);
        if (source != null) {
            sender.request(e.ifnet, source.address().v4(), e.address, to);
        }
    }

    /** A neighbour said who it is. On a netisr. {@code create}: it wants something of us and is worth remembering. */
    void learn(Ifnet ifnet, int address, long lladdr, boolean create) {
        ArpEntry e = create ? add(ifnet, address, closed ? 0 : Integer.MAX_VALUE) : cache.find(ifnet, address);
        if (e == null) {
            return;
        }
        e.due = env.nanoTime() + knobs.arpMaxAge.seconds();
        if (e.found(ArpEntry.REACHABLE, lladdr)) {
            arm();
            release(e);
        }
    }

    /** Sends what waited, or gives it up when there is nobody to send it to. */
    private void release(ArpEntry e) {
        boolean found = e.lladdr() >= 0;
        for (int i = 0; i < MbufHold.MOST; i++) {
            Mbuf m = e.held.take(i);
            if (m == null) {
                continue;
            }
            waiting.getAndDecrement();
            if (found) {
                e.ifnet.output(m, ip, 0, e.address & 0xffff_ffffL);
            } else {
                if (e.state() == ArpEntry.DOWN) {
                    unresolved.unresolved(m, true);
                }
                drops.drop(DropReason.UNRESOLVED, m, e.ifnet);
            }
        }
    }

    private void arm() {
        if (!closed && armed.compareAndSet(false, true)) {
            timer.reset(SECOND);
        }
    }

    private void tick() {
        long now = env.nanoTime();
        boolean asking = false;
        boolean waiting = false;
        for (ArpEntry e : cache.all()) {
            if (now - e.due >= 0) {
                overdue(e, now);
            }
            int state = e.state();
            asking |= state == ArpEntry.INCOMPLETE || e.asked.get() > 0;
            waiting |= state != ArpEntry.PERMANENT && state != ArpEntry.DEAD;
        }
        if (waiting && !closed) {
            timer.reset(asking ? HASTE : SECOND);
            return;
        }
        armed.set(false);
        if (cache.size() > 0 && cache.all().stream().anyMatch(e -> e.state() != ArpEntry.PERMANENT)) {
            arm();
        }
    }

    private void overdue(ArpEntry e, long now) {
        boolean moreTries = e.asked.get() < knobs.arpTries.value();
        switch (e.state()) {
            case ArpEntry.INCOMPLETE:
                if (moreTries) {
                    e.asked.getAndIncrement();
                    request(e, MacAddress.BROADCAST_BITS);
                } else if (e.lost(ArpEntry.INCOMPLETE, ArpEntry.DOWN)) {
                    e.due = now + knobs.arpDownTime.seconds();
                    e.asked.set(0);
                    release(e);
                }
                break;
            case ArpEntry.DOWN:
                remove(e, ArpEntry.DOWN);
                break;
            case ArpEntry.REACHABLE:
                if (e.wasUsed() && moreTries) {
                    e.asked.getAndIncrement();
                    request(e, e.lladdr());
                } else {
                    remove(e, ArpEntry.REACHABLE);
                }
                break;
            default:
                break;
        }
    }

    private void remove(ArpEntry e, int from) {
        if (e.lost(from, ArpEntry.DEAD)) {
            cache.remove(e);
            release(e);
        }
    }

    /** Forgets the neighbours on that interface which the condition names. Not on a packet netisr. */
    void flush(Ifnet ifnet, Predicate<ArpEntry> which) {
        if (cache.has(ifnet)) {
            onNetctl(() -> flushNow(ifnet, which));
        }
    }

    /** On netctl. */
    void flushNow(Ifnet ifnet, Predicate<ArpEntry> which) {
        for (ArpEntry e : cache.all()) {
            if (e.ifnet == ifnet && which.test(e)) {
                e.kill();
                cache.remove(e);
                release(e);
            }
        }
    }

    /** Makes an entry that stays, or one that has been found just now. On netctl. */
    boolean set(Ifnet ifnet, int address, long lladdr, boolean temporary) {
        ArpEntry e = add(ifnet, address, Integer.MAX_VALUE);
        if (e == null || !e.found(temporary ? ArpEntry.REACHABLE : ArpEntry.PERMANENT, lladdr)) {
            return false;
        }
        e.due = env.nanoTime() + knobs.arpMaxAge.seconds();
        arm();
        release(e);
        return true;
    }

    /** Tells the neighbours of an interface whose address this is. Any thread. */
    void announce(Ifaddr a) {
        Ifnet ifnet = a.ifnet();
        boolean speaks = ifnet.isUsable() && ifnet.lladdr() != null && !ifnet.has(IfFlags.NOARP);
        if (speaks && a.address().isV4() && !closed) {
            sender.announce(a);
        }
    }

    /** Stops the timer and frees every packet that waits. */
    void close() {
        closed = true;
        timer.drain();
        onNetctl(() -> {
            for (ArpEntry e : cache.all()) {
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
            LOG.error("arp: {}", e.getMessage());
        }
    }

    @Nullable
    Ifaddr ownOn(Ifnet ifnet, int address) {
        return near.own(ifnet, address);
    }

    boolean isNear(Ifnet ifnet, int address) {
        return near.isNear(ifnet, address);
    }
}
