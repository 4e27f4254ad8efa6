package org.ifnet.ifq.internal;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.DropReason;
import org.ifnet.ifq.ClassStats;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.mbuf.Mbuf;

/**
 * The account of each class under one {@link Altq}. A packet carries its class, together with whose it is, so that what
 * others have classified is not counted here.
 */
final class ClassLedgers {
    /** The low bits of {@link Mbuf#queueClass}: index of the class plus one; the others tell whose class it is. */
    private static final int CLASS_BITS = 10;

    private static final int CLASS_MASK = (1 << CLASS_BITS) - 1;

    static final int MAX_CLASSES = CLASS_MASK - 1;

    private final DisciplineSpec spec;
    private final int epoch;
    /** That of packets without a class, then by class. */
    private final Ledger[] ledgers;

    /** @param epoch not 0, and different from that of all others who may still have packets */
    ClassLedgers(DisciplineSpec spec, int epoch) {
        this.spec = spec;
        this.epoch = epoch;
        ledgers = new Ledger[spec.classes().size() + 1];
        for (int i = 0; i < ledgers.length; i++) {
            ledgers[i] = new Ledger();
        }
    }

    /** A packet comes into the class, -1 for none. */
    void enqueued(Mbuf m, int cls, int bytes) {
        m.queueClass(epoch << CLASS_BITS | cls + 1);
        ledgers[cls + 1].enqueued(1, bytes);
    }

    void sent(Mbuf m, int packets, long bytes) {
        int key = m.queueClass();
        if (key >>> CLASS_BITS == epoch) {
            ledgers[key & CLASS_MASK].sent(packets, bytes);
        }
    }

    void dropped(Mbuf m, DropReason reason, int bytes) {
        int key = m.queueClass();
        if (key >>> CLASS_BITS == epoch) {
            ledgers[key & CLASS_MASK].dropped(reason, bytes);
        }
    }

    List<ClassStats> stats() {
        List<ClassStats> all = new ArrayList<>();
        for (int i = 1; i < ledgers.length; i++) {
            all.add(ledgers[i].ofClass(spec.classes().get(i - 1).name()));
        }
        all.add(ledgers[0].ofClass(""));
        return all;
    }
}
