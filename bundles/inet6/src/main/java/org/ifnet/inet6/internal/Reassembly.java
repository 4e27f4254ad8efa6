package org.ifnet.inet6.internal;

import org.ifnet.DropReason;
import org.ifnet.Ifnet;
import org.ifnet.Ifnets;
import org.ifnet.mbuf.FragmentList;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.netisr.Callout;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.ifnet.netisr.Netisr;
import org.ifnet.wire.Icmp6Header;
import org.ifnet.wire.Ip6Header;
import org.jspecify.annotations.Nullable;

/**
 * Puts fragments together (RFC 8200, 4.5). Overlaps lose the whole packet (RFC 5722), atomic fragments wait for nobody (RFC
 * 6946), and the first fragment must hold all headers (RFC 7112). So many packets and frames wait at most. On a netisr; a
 * short lock, since fragments of one packet may come in on several.
 */
final class Reassembly {
    /** Packets that wait at most, whatever the knob says. */
    static final int PLACES = 512;

    private static final long SECOND = 1_000_000_000L;
    private static final long PATIENCE = 60 * SECOND;
    private static final int HEADER = 8;

    private final Stats stats;
    private final Env env;
    private final Knobs knobs;
    private final Drops drops;
    private final Icmp6Errors errors;
    private final Ifnets ifnets;
    private final EnvLock lock;
    private final Callout timer;
    private final @Nullable Fragmented[] places = new Fragmented[PLACES];
    private volatile int packets;
    private int frames;
    private volatile boolean closed;

    Reassembly(Env env, Netisr netisr, Knobs knobs, Drops drops, Icmp6Errors errors, Ifnets ifnets, Stats stats) {
        this.stats = stats;
        this.env = env;
        this.knobs = knobs;
        this.drops = drops;
        this.errors = errors;
        this.ifnets = ifnets;
        lock = env.lock("inet6 fragments", Env.Rank.LEAF);
        timer = netisr.callout(Netisr.NETCTL, "frag6", this::tick);
    }

    /**
     * A packet with a fragment header at {@code at}, which is named by the byte at {@code named}. Consumes it; the whole
     * packet when this was the last piece, starting at its IPv6 header.
     */
    @Nullable
    Mbuf input(Ifnet ifnet, Mbuf m, int at, int named) {
        stats.count(Stats.FRAGMENTS_RECEIVED);
        if (m.length() < at + HEADER) {
            return refuse(ifnet, m, DropReason.BAD_HEADER);
        }
        int place = m.get16(at + 2);
        int start = place & ~7;
        boolean last = (place & 1) == 0;
        int length = m.packetLength() - at - HEADER;
        if (!last && (length & 7) != 0) {
            errors.send(ifnet, m, Icmp6Header.PARAMETER_PROBLEM, Icmp6Header.BAD_FIELD, Ip6Header.PAYLOAD);
            return refuse(ifnet, m, DropReason.FRAGMENT);
        }
        if (start + length > Ip6Header.MAX_PAYLOAD - (at - Ip6Header.LENGTH)) {
            errors.send(ifnet, m, Icmp6Header.PARAMETER_PROBLEM, Icmp6Header.BAD_FIELD, at + 2);
            return refuse(ifnet, m, DropReason.FRAGMENT);
        }
        if (start == 0 && !isWholeChain(m, at)) {
            return refuse(ifnet, m, DropReason.BAD_HEADER);
        }
        if (start == 0 && last) {
            return strip(m, at, named);
        }
        if (length == 0) {
            return refuse(ifnet, m, DropReason.FRAGMENT);
        }
        Mbuf whole;
        lock.lock();
        try {
            whole = keep(ifnet, m, at, named, start, start + length, last);
        } finally {
            lock.unlock();
        }
        arm();
        return whole;
    }

    /** Without the lock: the timer has one of its own. */
    private void arm() {
        if (packets > 0 && !closed && !timer.isPending()) {
            timer.reset(SECOND);
        }
    }

    /** Whether all headers stand in the first fragment, and none of them is another fragment header. */
    private static boolean isWholeChain(Mbuf m, int at) {
        long found = Ip6Headers.walk(m, at + HEADER, m.get8(at), at);
        return !Ip6Headers.isRefused(found)
                && Ip6Headers.protocol(found) != Ip6Header.FRAGMENT
                && Ip6Headers.offset(found) <= m.length();
    }

    private @Nullable Mbuf refuse(Ifnet ifnet, Mbuf m, DropReason reason) {
        drops.drop(reason, m, ifnet);
        return null;
    }

    private @Nullable Mbuf keep(Ifnet ifnet, Mbuf m, int at, int named, int start, int end, boolean last) {
        int count = frames(m);
        Fragmented packet = find(m, m.get32(at + 4), ifnet.handle());
        if (packet == null) {
            packet = begin(m, m.get32(at + 4), ifnet.handle());
        }
        if (packet == null || frames + count > knobs.fragments.value()) {
            return refuse(ifnet, m, DropReason.FRAG_LIMIT);
        }
        if (packet.poisoned) {
            return refuse(ifnet, m, DropReason.FRAGMENT);
        }
        m.ownedBy("inet6, waiting for other fragments");
        FragmentList.Outcome outcome = packet.pieces.add(m, start, end, last, count);
        if (outcome != FragmentList.Outcome.TAKEN) {
            if (outcome == FragmentList.Outcome.CONTRADICTION) {
                packet.poisoned = true;
                dropPieces(packet, DropReason.FRAGMENT);
            }
            return refuse(ifnet, m, DropReason.FRAGMENT);
        }
        frames += count;
        return packet.pieces.isComplete() ? join(packet) : null;
    }

    private static int frames(Mbuf m) {
        int count = 0;
        for (Mbuf f = m; f != null; f = f.next()) {
            count++;
        }
        return count;
    }

    private @Nullable Fragmented find(Mbuf m, int id, int in) {
        for (int i = 0; packets > 0 && i < PLACES; i++) {
            Fragmented packet = places[i];
            if (packet != null && packet.is(m, id, in)) {
                return packet;
            }
        }
        return null;
    }

    private @Nullable Fragmented begin(Mbuf m, int id, int in) {
        if (packets >= knobs.fragmentPackets.value() || closed) {
            return null;
        }
        for (int i = 0; i < PLACES; i++) {
            Fragmented packet = places[i];
            if (packet == null) {
                packet = new Fragmented();
                places[i] = packet;
            }
            if (!packet.used) {
                packet.begin(m, id, in, env.nanoTime() + PATIENCE);
                packets = packets + 1;
                return packet;
            }
        }
        return null;
    }

    private void end(Fragmented packet) {
        packet.used = false;
        packets = packets - 1;
    }

    private void dropPieces(Fragmented packet, DropReason reason) {
        Ifnet ifnet = ifnets.byHandle(packet.ifnet);
        frames -= packet.pieces.frames();
        for (int i = 0; i < packet.pieces.size(); i++) {
            if (!packet.pieces.has(i)) {
                continue;
            }
            if (ifnet == null) {
                drops.counts().drop(reason, packet.pieces.take(i));
            } else {
                drops.drop(reason, packet.pieces.take(i), ifnet);
            }
        }
        packet.pieces.clear();
    }

    private Mbuf join(Fragmented packet) {
        frames -= packet.pieces.frames();
        Mbuf first = packet.pieces.take(0);
        long found = Ip6Headers.walk(first);
        int total = packet.pieces.total() + Ip6Headers.offset(found) - Ip6Header.LENGTH;
        Mbuf tail = strip(first, Ip6Headers.offset(found), Ip6Headers.namedAt(found));
        for (int i = 1; i < packet.pieces.size(); i++) {
            while (tail.next() != null) {
                tail = tail.next();
            }
            Mbuf piece = packet.pieces.take(i);
            piece.trimFront(Ip6Headers.offset(Ip6Headers.walk(piece)) + HEADER);
            tail.next(piece);
        }
        first.put16(Ip6Header.PAYLOAD, total);
        stats.count(Stats.REASSEMBLED);
        packet.pieces.clear();
        end(packet);
        return first;
    }

    /** Takes the fragment header out: what stands in front of it moves up. */
    private static Mbuf strip(Mbuf m, int at, int named) {
        m.put8(named, m.get8(at));
        for (int i = at - 8; i >= 0; i -= 8) {
            m.put64(i + HEADER, m.get64(i));
        }
        m.trimFront(HEADER);
        m.put16(Ip6Header.PAYLOAD, Ip6Header.payloadLength(m, 0) - HEADER);
        return m;
    }

    private void tick() {
        long now = env.nanoTime();
        while (giveUp(now)) {
            // One after the other, so that the lock is short.
        }
        arm();
    }

    /** Gives up one packet whose time is over; false when there is none. The report is sent without the lock. */
    private boolean giveUp(long now) {
        Mbuf first = null;
        Ifnet ifnet = null;
        lock.lock();
        try {
            Fragmented late = late(now);
            if (late == null) {
                return false;
            }
            ifnet = ifnets.byHandle(late.ifnet);
            if (!late.poisoned && late.pieces.first() != null && ifnet != null) {
                first = late.pieces.take(0);
            }
            dropPieces(late, DropReason.FRAG_TIMEOUT);
            end(late);
        } finally {
            lock.unlock();
        }
        if (first != null && ifnet != null) {
            errors.send(ifnet, first, Icmp6Header.TIME_EXCEEDED, 1, 0);
            drops.drop(DropReason.FRAG_TIMEOUT, first, ifnet);
        }
        return true;
    }

    private @Nullable Fragmented late(long now) {
        for (int i = 0; packets > 0 && i < PLACES; i++) {
            Fragmented packet = places[i];
            if (packet != null && packet.used && now - packet.due >= 0) {
                return packet;
            }
        }
        return null;
    }

    /** What waits of that interface, or of all for 0, is dropped. */
    void flush(int handle) {
        lock.lock();
        try {
            for (int i = 0; packets > 0 && i < PLACES; i++) {
                Fragmented packet = places[i];
                if (packet != null && packet.used && (handle == 0 || packet.ifnet == handle)) {
                    dropPieces(packet, DropReason.FRAG_TIMEOUT);
                    end(packet);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        closed = true;
        lock.unlock();
        timer.drain();
        flush(0);
    }
}
