package org.ifnet.netisr.internal;

import java.util.Arrays;

import org.ifnet.netisr.Env;
import org.jspecify.annotations.Nullable;

/** The callouts of one port: a binary heap by time, the port's alone, and the updates that others send. */
final class Timers {
    private final Env env;
    private final Inbox<Timer> updates;
    private @Nullable Timer[] heap = new Timer[16];
    private int size;

    Timers(Env env) {
        this.env = env;
        updates = new Inbox<>(env);
    }

    /** Any thread; the caller wakes the port. */
    void send(Timer timer) {
        updates.push(timer);
    }

    boolean hasUpdates() {
        return !updates.isEmpty();
    }

    /** Takes in what others sent. */
    void receive() {
        updates.gather();
        for (Timer t = updates.poll(); t != null; t = updates.poll()) {
            t.received();
            env.yieldPoint("timer.received");
            update(t);
        }
    }

    /**
     * Puts the timer where its deadline wants it, or takes it out. One that stands earlier stays: it is looked at again
     * then. Taken out first, read afterwards: an arming thread either is read here or sees that the timer is out.
     */
    void update(Timer t) {
        long wanted = t.deadline();
        if (t.index >= 0) {
            if (wanted != Timer.NONE && t.queuedFor - wanted <= 0) {
                return;
            }
            remove(t);
        }
        if (!t.isAbandoned()) {
            insert(t);
        }
    }

    private void insert(Timer t) {
        long wanted = t.deadline();
        if (wanted == Timer.NONE) {
            return;
        }
        t.queuedFor = wanted;
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        place(t, size++);
        up(t);
    }

    private void remove(Timer t) {
        int hole = t.index;
        t.index = -1;
        t.queuedFor = Timer.NONE;
        Timer last = at(--size);
        heap[size] = null;
        if (last != t) {
            place(last, hole);
            up(last);
            down(last);
        }
    }

    /** Nanoseconds until the first timer, 0 when it is due, -1 when there is none. */
    long untilNext() {
        return size == 0 ? -1 : Math.max(0, at(0).queuedFor - env.nanoTime());
    }

    /** Runs what is due, each timer at most once; true when a body may have run. */
    boolean run(Carrier carrier) {
        if (size == 0) {
            return false;
        }
        long now = env.nanoTime();
        boolean any = false;
        for (int left = size; left > 0 && size > 0 && at(0).queuedFor - now <= 0; left--) {
            Timer t = at(0);
            remove(t);
            long wanted = t.deadline();
            if (wanted == Timer.NONE || t.isAbandoned()) {
                continue;
            }
            if (wanted - now > 0) {
                insert(t);
                continue;
            }
            any = true;
            carrier.run(t);
        }
        return any;
    }

    private Timer at(int i) {
        Timer t = heap[i];
        if (t == null) {
            throw new IllegalStateException("no timer at " + i + " of " + size);
        }
        return t;
    }

    private void place(Timer t, int i) {
        heap[i] = t;
        t.index = i;
    }

    private void up(Timer t) {
        int i = t.index;
        while (i > 0) {
            Timer parent = at((i - 1) / 2);
            if (parent.queuedFor - t.queuedFor <= 0) {
                break;
            }
            int above = parent.index;
            place(parent, i);
            i = above;
        }
        place(t, i);
    }

    private void down(Timer t) {
        int i = t.index;
        while (2 * i + 1 < size) {
            Timer child = at(2 * i + 1);
            if (2 * i + 2 < size && at(2 * i + 2).queuedFor - child.queuedFor < 0) {
                child = at(2 * i + 2);
            }
            if (t.queuedFor - child.queuedFor <= 0) {
                break;
            }
            int below = child.index;
            place(child, i);
            i = below;
        }
        place(t, i);
    }
}
