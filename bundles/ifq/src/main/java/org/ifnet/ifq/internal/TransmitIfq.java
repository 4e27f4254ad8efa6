package org.ifnet.ifq.internal;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfnetCounters;
import org.ifnet.ifq.Ifq;
import org.ifnet.ifq.IfqEngine;
import org.ifnet.ifq.Subqueue;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;

/**
 * The subqueues of one interface and the choice between them: by flow hash where a packet has one, else by the cpu of the
 * sender, else the first (reference 1.18). Any thread.
 */
public final class ClassicIfq implements Ifq {
    /** Packets of a batch that are sorted at a time: one bit each in a word, so that sorting needs no memory. */
    private static final int WINDOW = Long.SIZE;

    private final Netisr netisr;
    private final ClassicSubqueue[] subqueues;
    private final int maxFrame;
    private volatile int maxLength;

    ClassicIfq(Env env, Netisr netisr, IfqEngine.Spec spec, IfqEngine.Starter starter, IfnetCounters counters) {
        if (spec.count() < 1 || spec.maxLength() < 1 || spec.maxFrame() < 1) {
            throw new IllegalArgumentException("bad queue: " + spec);
        }
        this.netisr = netisr;
        maxFrame = spec.maxFrame();
        maxLength = spec.maxLength();
        subqueues = new ClassicSubqueue[spec.count()];
        for (int i = 0; i < subqueues.length; i++) {
            SpinLock lock = new SpinLock(env);
            subqueues[i] = new ClassicSubqueue(spec.name(), i, lock, starter, counters);
            subqueues[i].limits(maxLength, maxFrame);
            subqueues[i].schedule(netisr);
        }
    }

    @Override
    public int count() {
        return subqueues.length;
    }

    @Override
    public Subqueue subqueue(int index) {
        return subqueues[index];
    }

    @Override
    public int dispatch(Mbuf m) {
        ClassicSubqueue q = subqueues[choose(m, senderCpu())];
        q.begin();
        boolean accepted;
        try {
            accepted = q.offer(m);
        } finally {
            q.end();
        }
        return accepted ? 0 : refusal(q).number();
    }

    @Override
    public int dispatch(MbufBatch batch) {
        int cpu = senderCpu();
        int size = batch.size();
        int accepted = 0;
        for (int base = 0; base < size; base += WINDOW) {
            int count = Math.min(WINDOW, size - base);
            accepted += dispatch(batch, base, -1L >>> WINDOW - count, cpu);
        }
        batch.clear();
        return accepted;
    }

    /** Enqueues the packets from {@code base} on whose bits are set. A packet is not looked at again once it was offered. */
    private int dispatch(MbufBatch batch, int base, long waiting, int cpu) {
        int accepted = 0;
        long left = waiting;
        while (left != 0) {
            int chosen = choose(batch.get(base + Long.numberOfTrailingZeros(left)), cpu);
            ClassicSubqueue q = subqueues[chosen];
            q.begin();
            try {
                for (long rest = left; rest != 0; rest &= rest - 1) {
                    Mbuf m = batch.get(base + Long.numberOfTrailingZeros(rest));
                    if (choose(m, cpu) == chosen) {
                        left &= ~Long.lowestOneBit(rest);
                        accepted += q.offer(m) ? 1 : 0;
                    }
                }
            } finally {
                q.end();
            }
        }
        return accepted;
    }

    private int senderCpu() {
        return subqueues.length == 1 ? 0 : Math.max(0, netisr.current());
    }

    private int choose(Mbuf m, int cpu) {
        int count = subqueues.length;
        if (count == 1) {
            return 0;
        }
        int key = m.has(Mbuf.HASH) ? m.flowHash() : cpu;
        return (count & count - 1) == 0 ? key & count - 1 : Integer.remainderUnsigned(key, count);
    }

    private static Errno refusal(ClassicSubqueue q) {
        return q.isClosed() ? Errno.ENXIO : Errno.ENOBUFS;
    }

    @Override
    public int purge() {
        int dropped = 0;
        for (ClassicSubqueue q : subqueues) {
            dropped += q.purge(DropReason.PURGED);
        }
        return dropped;
    }

    @Override
    public int maxLength() {
        return maxLength;
    }

    @Override
    public void maxLength(int packets) {
        if (packets < 1) {
            throw new IllegalArgumentException("queue length " + packets);
        }
        maxLength = packets;
        for (ClassicSubqueue q : subqueues) {
            q.limits(packets, maxFrame);
        }
    }

    @Override
    public void setRunning(boolean running) {
        for (ClassicSubqueue q : subqueues) {
            q.setRunning(running);
        }
    }

    @Override
    public void startAgain(int subqueue) {
        subqueues[subqueue].startAgain();
    }

    @Override
    public void close() {
        for (ClassicSubqueue q : subqueues) {
            q.close();
        }
    }
}
