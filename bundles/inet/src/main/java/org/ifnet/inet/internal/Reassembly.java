package org.ifnet.inet.internal;

import org.ifnet.DropReason;
import org.ifnet.Ifnet;
import org.ifnet.Ifnets;
import org.ifnet.mbuf.FragmentList;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.netisr.Callout;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.ifnet.netisr.Netisr;
import org.ifnet.wire.Checksum;
import org.ifnet.wire.IcmpHeader;
import org.ifnet.wire.Ipv4Header;
import org.jspecify.annotations.Nullable;

/**
 * Puts fragments together (RFC 791, RFC 1122 3.3.2), by whichever interface they come. Overlaps lose the whole packet, as
 * RFC 5722 has it for IPv6. So many packets and frames wait at most. On a netisr; a short lock, since fragments of one
 * packet may come in on several.
 */
final class Reassembly {
    /** Packets that wait at most, whatever the knob says. */
    static final int PLACES = 512;

    private static final long SECOND = 1_000_000_000L;
    /** Short: identifications come again soon (RFC 6864, 4.3). */
    private static final long PATIENCE = 30 * SECOND;

    private static final int LONGEST = 65_535;

    private final Env env;
    private final Knobs knobs;
    private final Drops drops;
    private final IcmpErrors errors;
    private final Ifnets ifnets;
    private final Stats stats;
    private final EnvLock lock;
    private final Callout timer;
    private final @Nullable Fragmented[] places = new Fragmented[PLACES];
    private volatile int packets;
    private int frames;
    private volatile boolean closed;

    Reassembly(Env env, Netisr netisr, Knobs knobs, Drops drops, IcmpErrors errors, Ifnets ifnets, Stats stats) {
        this.env = env;
        this.knobs = knobs;
        this.drops = drops;
        this.errors = errors;
        this.ifnets = ifnets;
        this.stats = stats;
        lock = env.lock("inet fragments", Env.Rank.LEAF);
        timer = netisr.callout(Netisr.NETCTL, "ipfrag", this::tick);
    }

    /** A fragment for this host, checked. Consumes it; the whole packet when this was the last that was missing. */
    @Nullable
    Mbuf input(Ifnet ifnet, Mbuf m) {
        stats.count(Stats.FRAGMENTS_RECEIVED);
        int header = Ipv4Header.headerLength(m, 0);
        int place = Ipv4Header.fragment(m, 0);
        int start = (place & Ipv4Header.OFFSET_MASK) << 3;
        int length = Ipv4Header.totalLength(m, 0) - header;
        boolean last = (place & Ipv4Header.MF) == 0;
        boolean odd = !last && (length & 7) != 0;
        if (length == 0 || odd || start + length > LONGEST - header) {
            return refuse(ifnet, m, DropReason.FRAGMENT);
        }
        Mbuf whole;
        lock.lock();
        try {
            whole = keep(ifnet, m, start, start + length, last);
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

    private @Nullable Mbuf refuse(Ifnet ifnet, Mbuf m, DropReason reason) {
        drops.drop(reason, m, ifnet);
        return null;
    }

    private @Nullable Mbuf keep(Ifnet ifnet, Mbuf m, int start, int end, boolean last) {
        int count = frames(m);
        Fragmented packet = find(m);
        if (packet == null) {
            packet = begin(m, ifnet.handle());
        }
        if (packet == null || frames + count > knobs.fragments.value()) {
            return refuse(ifnet, m, DropReason.FRAG_LIMIT);
        }
        if (packet.poisoned) {
            return refuse(ifnet, m, DropReason.FRAGMENT);
        }
        m.ownedBy("inet, waiting for other fragments");
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

    private @Nullable Fragmented find(Mbuf m) {
        for (int i = 0; packets > 0 && i < PLACES; i++) {
            Fragmented packet = places[i];
            if (packet != null && packet.is(m)) {
                return packet;
            }
        }
        return null;
    }

    private @Nullable Fragmented begin(Mbuf m, int in) {
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
                packet.begin(m, in, env.nanoTime() + PATIENCE);
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
        FragmentList pieces = packet.pieces;
        frames -= pieces.frames();
        for (int i = 0; i < pieces.size(); i++) {
            if (!pieces.has(i)) {
                continue;
            }
            if (ifnet == null) {
                drops.counts().drop(reason, pieces.take(i));
            } else {
                drops.drop(reason, pieces.take(i), ifnet);
            }
        }
        pieces.clear();
    }

    /** The header of the first fragment is that of the whole. */
    private Mbuf join(Fragmented packet) {
        FragmentList pieces = packet.pieces;
        frames -= pieces.frames();
        Mbuf first = pieces.take(0);
        int header = Ipv4Header.headerLength(first, 0);
        Mbuf tail = first;
        for (int i = 1; i < pieces.size(); i++) {
            while (tail.next() != null) {
                tail = tail.next();
            }
            Mbuf piece = pieces.take(i);
            piece.trimFront(Ipv4Header.headerLength(piece, 0));
            tail.next(piece);
        }
        first.put16(Ipv4Header.TOTAL, header + pieces.total());
        first.put16(Ipv4Header.FRAGMENT, 0);
        first.put16(Ipv4Header.CHECKSUM, 0);
        first.put16(Ipv4Header.CHECKSUM, Checksum.of(first, 0, header));
        stats.count(Stats.REASSEMBLED);
        pieces.clear();
        end(packet);
        return first;
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
            errors.send(first, IcmpHeader.TIME_EXCEEDED, IcmpHeader.REASSEMBLY, 0);
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
