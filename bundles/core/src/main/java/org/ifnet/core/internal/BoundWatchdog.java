package org.ifnet.core.internal;

import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.Counter;
import org.ifnet.driver.Watchdog;
import org.ifnet.netisr.Callout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A driver's watchdog. Once a second while it is wound up its tick counts down, on the netisr of its callout.
 *
 * <p>The last second is taken off only by who holds the serializers already, and only if it is still the last: so one that
 * was cleared or wound up at that moment, or while a serializer was held, does not fire (BUG 1.8 of the reference).
 */
final class BoundWatchdog implements Watchdog {
    private static final Logger LOG = LoggerFactory.getLogger(BoundWatchdog.class);
    private static final long SECOND = 1_000_000_000;

    private final Parts parts;
    private final Binding binding;
    private final String what;
    private final Runnable body;
    private final Callout callout;
    private final AtomicInteger left = new AtomicInteger();
    private volatile long expired;
    private volatile boolean closed;

    /** @param what is watched, for the log; empty for the whole interface */
    BoundWatchdog(Parts parts, Binding binding, int cpu, String what, Runnable body) {
        this.parts = parts;
        this.binding = binding;
        this.what = what;
        this.body = body;
        callout = parts.netisr().callout(cpu, "watchdog of " + binding.ifnet().name(), this::tick);
    }

    @Override
    public void arm(int seconds) {
        if (seconds < 0 || seconds > LONGEST) {
            throw new IllegalArgumentException("a watchdog of " + seconds + " seconds");
        }
        left.set(seconds);
        parts.env().yieldPoint("core.watchdog.armed");
        if (seconds != 0 && !callout.isPending()) {
            again();
        }
    }

    private void again() {
        if (closed) {
            return;
        }
        callout.reset(SECOND);
        if (closed) {
            callout.stop();
        }
    }

    @Override
    public void clear() {
        left.set(0);
    }

    @Override
    public long expired() {
        return expired;
    }

    private void tick() {
        if (left.get() == 1) {
            expire();
        } else {
            left.updateAndGet(now -> now > 1 ? now - 1 : now);
        }
        parts.env().yieldPoint("core.watchdog.tick");
        if (left.get() != 0) {
            again();
        }
    }

    /** Nothing has changed when a serializer is held: the next second tries again. */
    private void expire() {
        if (!binding.turns().beginAll()) {
            return;
        }
        Throwable thrown = null;
        boolean mine = left.compareAndSet(1, 0);
        try {
            if (mine) {
                expired = expired + 1;
                body.run();
            }
        } catch (Throwable t) {
            thrown = t;
        }
        binding.turns().endAll();
        if (mine) {
            binding.outcome("a watchdog", thrown);
            tell(expired);
        }
    }

    private void tell(long count) {
        CoreIfnet ifnet = binding.ifnet();
        ifnet.counters().add(Counter.OERRORS, 1);
        parts.workers().post(() -> LOG.warn("{}: watchdog timeout{}, the {}. one", ifnet.name(), what, count));
    }

    /** Cleared, and its body is not running; not on a netisr. It may be wound up again. */
    void drain() {
        left.set(0);
        callout.drain();
    }

    /** Never fires again; what runs now ends before the next barrier. Any thread. */
    void close() {
        closed = true;
        left.set(0);
        callout.stop();
    }
}
