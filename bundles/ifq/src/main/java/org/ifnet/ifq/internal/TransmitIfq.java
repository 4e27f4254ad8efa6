package org.ifnet.ifq.internal;

import java.util.List;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfnetCounters;
import org.ifnet.IfnetException;
import org.ifnet.ifq.ClassStats;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.Ifq;
import org.ifnet.ifq.IfqEngine;
import org.ifnet.ifq.Regulator;
import org.ifnet.ifq.SubqueueMap;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.netisr.Netisr;
import org.jspecify.annotations.Nullable;

/**
 * The subqueues of one interface and the choice between them (reference 1.18). Any thread.
 */
public final class TransmitIfq implements Ifq {
    /** Packets of a batch that are sorted at a time: one bit each in a word, so that sorting needs no memory. */
    private static final int WINDOW = Long.SIZE;

    private final QueueEngine engine;
    private final Netisr netisr;
    private final QueueSpec spec;
    private final TransmitSubqueue[] subqueues;
    private volatile SubqueueMap map = SubqueueMap.FLOW;
    /** Made by the first who wants a discipline or regulator. */
    private volatile @Nullable Attachment attachment;

    TransmitIfq(QueueEngine engine, QueueSpec spec, IfqEngine.Starter starter, IfnetCounters counters) {
        this.engine = engine;
        this.spec = spec;
        netisr = engine.stages().netisr();
        subqueues = new TransmitSubqueue[spec.count()];
        for (int i = 0; i < subqueues.length; i++) {
            subqueues[i] = new TransmitSubqueue(engine.env(), spec, i, starter, counters, engine.stages());
        }
    }

    @Override
    public int count() {
        return subqueues.length;
    }

    String name() {
        return spec.name();
    }

    @Override
    public TransmitSubqueue subqueue(int index) {
        return subqueues[index];
    }

    @Override
    public int dispatch(Mbuf m) {
        TransmitSubqueue q = subqueues.length == 1 ? subqueues[0] : subqueues[choose(m, senderCpu())];
        return q.dispatch(m) ? 0 : refusal(q).number();
    }

    @Override
    public int dispatch(MbufBatch batch) {
        int size = batch.size();
        int accepted = 0;
        if (subqueues.length == 1) {
            accepted = subqueues[0].dispatch(batch);
        } else {
            int cpu = senderCpu();
            for (int base = 0; base < size; base += WINDOW) {
                int count = Math.min(WINDOW, size - base);
                accepted += dispatch(batch, base, -1L >>> WINDOW - count, cpu);
            }
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
            TransmitSubqueue q = subqueues[chosen];
            q.begin();
            try {
                for (long rest = left; rest != 0; rest &= rest - 1) {
                    Mbuf m = batch.get(base + Long.numberOfTrailingZeros(rest));
                    if (choose(m, cpu) == chosen) {
                        left &= ~Long.lowestOneBit(rest);
                        q.offer(m);
                    }
                }
            } finally {
                accepted += q.end();
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
        switch (map) {
            case FIRST:
                return 0;
            case CPU:
                return cpu % count;
            case MASK:
                return cpu & Integer.highestOneBit(count) - 1;
            default:
                int key = m.has(Mbuf.HASH) ? m.flowHash() : cpu;
                return (count & count - 1) == 0 ? key & count - 1 : Integer.remainderUnsigned(key, count);
        }
    }

    private static Errno refusal(TransmitSubqueue q) {
        return q.isClosed() ? Errno.ENXIO : Errno.ENOBUFS;
    }

    @Override
    public int purge() {
        int dropped = 0;
        for (TransmitSubqueue q : subqueues) {
            dropped += q.purge(DropReason.PURGED);
        }
        return dropped;
    }

    @Override
    public int maxLength() {
        return spec.maxLength();
    }

    @Override
    public void maxLength(int packets) {
        spec.maxLength(packets);
        limits();
    }

    @Override
    public long maxBytes() {
        return spec.maxBytes();
    }

    @Override
    public void maxBytes(long bytes) {
        spec.maxBytes(bytes);
        limits();
    }

    private void limits() {
        for (TransmitSubqueue q : subqueues) {
            q.limits();
        }
        refresh();
    }

    @Override
    public @Nullable DisciplineSpec discipline() {
        Attachment known = attachment;
        return known == null ? null : known.spec();
    }

    @Override
    public boolean isDisciplineActive() {
        Attachment known = attachment;
        return known != null && known.isActive();
    }

    @Override
    public boolean isDisciplineEnabled() {
        Attachment known = attachment;
        return known != null && known.isEnabled();
    }

    @Override
    public void attachDiscipline(DisciplineSpec wanted) throws IfnetException {
        change(a -> a.attach(wanted));
    }

    @Override
    public void detachDiscipline() throws IfnetException {
        change(Attachment::detach);
    }

    @Override
    public void enableDiscipline() throws IfnetException {
        change(Attachment::enable);
    }

    @Override
    public void disableDiscipline() throws IfnetException {
        change(Attachment::disable);
    }

    @Override
    public void wantDiscipline(@Nullable DisciplineSpec wanted, boolean enabled) {
        engine.locked(() -> attachment().want(wanted, enabled));
    }

    @Override
    public @Nullable Regulator regulator() {
        Attachment known = attachment;
        return known == null ? null : known.regulator();
    }

    @Override
    public void regulate(@Nullable Regulator wanted) throws IfnetException {
        change(a -> a.regulate(wanted));
    }

    /** What is done to an attachment under the lock of all. */
    private interface Change {
        void make(Attachment a) throws IfnetException;
    }

    private void change(Change change) throws IfnetException {
        engine.attachments().lock().lock();
        try {
            change.make(attachment());
        } finally {
            engine.attachments().lock().unlock();
        }
    }

    private Attachment attachment() {
        Attachment known = attachment;
        if (known == null) {
            known = new Attachment(engine.attachments(), spec, subqueues);
            attachment = known;
            if (subqueues[0].isClosed()) {
                known.close();
            }
        }
        return known;
    }

    /** A discipline or classifier of that name has come or gone. */
    void refresh(String name) {
        Attachment known = attachment;
        if (known != null && known.names(name)) {
            refresh();
        }
    }

    private void refresh() {
        Attachment known = attachment;
        if (known != null) {
            engine.locked(known::refresh);
        }
    }

    @Override
    public List<ClassStats> classes() {
        return subqueues[0].lane().classes();
    }

    @Override
    public SubqueueMap map() {
        return map;
    }

    @Override
    public void map(SubqueueMap wanted) {
        map = wanted;
    }

    @Override
    public int owner(int subqueue) {
        return subqueues[subqueue].owner();
    }

    @Override
    public void owner(int subqueue, int cpu) {
        subqueues[subqueue].owner(cpu);
    }

    @Override
    public void setRunning(boolean running) {
        for (TransmitSubqueue q : subqueues) {
            q.setRunning(running);
        }
    }

    @Override
    public void startAgain(int subqueue) {
        subqueues[subqueue].startAgain();
    }

    @Override
    public void close() {
        for (TransmitSubqueue q : subqueues) {
            q.close();
        }
        Attachment known = attachment;
        if (known != null) {
            engine.locked(known::close);
        }
        engine.forget(this);
    }
}
