package org.ifnet.itest.jcstress;

import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.IfnetCounters;
import org.ifnet.ifq.Ifq;
import org.ifnet.ifq.IfqEngine;
import org.ifnet.ifq.Subqueue;
import org.ifnet.ifq.internal.QueueEngine;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.internal.RealEnv;
import org.ifnet.testkit.HandNetisr;

/**
 * A queue with one subqueue, two netisrs that the actors play, and a driver that takes all there is. Each state of a test is
 * one of these, once used.
 */
class Bench {
    private static final Env ENV = new RealEnv();
    /** More than the packets of all states that jcstress has at a time. */
    private static final MbufPool POOL = MbufPool.allocate("jcstress", 1 << 16, 256, 0);

    private static final int PACKET = 60;
    private static final IfqEngine.Spec SPEC = new IfqEngine.Spec("t0", 1, 16, 1000, 14, 0);

    final HandNetisr netisr = new HandNetisr(2);
    final Ifq ifq;
    final Subqueue queue;
    /** Packets that a call of the driver takes at most. */
    int turn = Integer.MAX_VALUE;
    /** The driver stops the queue when that many are on the ring. */
    int ring = Integer.MAX_VALUE;

    private final AtomicInteger onRing = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();
    private volatile int sent;
    private volatile boolean overlapped;

    Bench() {
        ifq = new QueueEngine(ENV, netisr).create(SPEC, this::start, new IfnetCounters());
        queue = ifq.subqueue(0);
    }

    private boolean start(Subqueue q) {
        overlapped |= inside.getAndIncrement() != 0;
        drive(q);
        inside.getAndDecrement();
        return true;
    }

    private void drive(Subqueue q) {
        for (int i = 0; i < turn && !q.isOactive(); i++) {
            Mbuf m = q.dequeue();
            if (m == null) {
                return;
            }
            m.free();
            sent++;
            if (onRing.incrementAndGet() == ring) {
                q.setOactive();
            }
        }
    }

    /** The device is done with what was on the ring; whether the ring was full. */
    final boolean completed() {
        if (!queue.isOactive()) {
            return false;
        }
        onRing.set(0);
        queue.clearOactive();
        return true;
    }

    /** What the queue said to one packet more: 0 or an errno. */
    final int dispatch() {
        Mbuf m = POOL.alloc();
        if (m == null || !m.append(PACKET)) {
            throw new IllegalStateException("no packet; " + POOL.outstanding() + " are out");
        }
        return ifq.dispatch(m);
    }

    /** The calling thread is that netisr and has come to the end of a batch. */
    final void netisr(int cpu) {
        netisr.runOnce(cpu);
    }

    /** Lets the netisrs do all that was left to them; how many packets the driver has got. Frees what nobody would send. */
    final int finish() {
        netisr.runAll();
        return sent;
    }

    final boolean overlapped() {
        return overlapped;
    }

    /** How many wait with nobody bound to start them. Frees them. */
    final int forgotten() {
        int waiting = queue.length();
        ifq.purge();
        return waiting;
    }
}
