package org.ifnet.core.internal;

import java.util.concurrent.atomic.AtomicLong;

import org.ifnet.DropReason;
import org.ifnet.domain.Domain;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of packets when a hook or a protocol throws: those that it had not taken care of are freed and counted, and
 * all others go on. Any thread.
 */
final class PathFaults {
    private static final Logger LOG = LoggerFactory.getLogger(PathFaults.class);

    private final AtomicLong count = new AtomicLong();

    /** The frame was still with us. */
    void hook(CoreIfnet ifnet, Object hook, Mbuf frame, Throwable thrown) {
        ifnet.counters().drops().drop(DropReason.FAULT, frame);
        log(ifnet, "hook " + hook.getClass().getName(), thrown);
    }

    /** Leaves the batch empty. */
    void domain(CoreIfnet ifnet, Domain domain, MbufBatch packets, Throwable thrown) {
        ifnet.counters().drops().count(DropReason.FAULT, packets.owned());
        packets.freeAll();
        log(ifnet, "domain " + domain.family(), thrown);
    }

    /** Who fails once often fails with every packet: the log hears of the 1st, 2nd, 4th, 8th and so on. */
    private void log(CoreIfnet ifnet, String who, Throwable thrown) {
        long number = count.incrementAndGet();
        if (Long.bitCount(number) == 1) {
            LOG.error("{}: {} failed on a packet (fault {} on the packet path)", ifnet.name(), who, number, thrown);
        }
    }

    long count() {
        return count.get();
    }
}
