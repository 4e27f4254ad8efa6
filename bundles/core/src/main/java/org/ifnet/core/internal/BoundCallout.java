package org.ifnet.core.internal;

import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.netisr.Callout;
import org.ifnet.netisr.Netisr;

/**
 * A driver's timer: its body passes the gate like every call into the driver. One that was refused the main serializer
 * comes again by a second callout when that is given back, unless the driver has stopped or armed it anew meanwhile.
 */
final class BoundCallout implements Callout {
    /** While attach still runs a timer comes again a little later. */
    private static final long AGAIN = 1_000_000;

    private final Binding binding;
    private final Runnable body;
    private final Contender contender;
    private final Callout callout;
    private final Callout late;
    /** How often the driver armed or stopped it. */
    private final AtomicInteger changes = new AtomicInteger();
    /** What {@link #changes} was when it was refused. The netisr's. */
    private volatile int refusedAt;

    BoundCallout(Parts parts, Binding binding, int cpu, Runnable body) {
        this.binding = binding;
        this.body = body;
        String name = binding.ifnet().name();
        contender = binding.turns().contenderOfCallout(this::again);
        Netisr netisr = parts.netisr();
        callout = netisr.callout(cpu, name, this::fire);
        late = netisr.callout(cpu, name, this::fireLate);
    }

    private void fireLate() {
        if (refusedAt == changes.get()) {
            fire();
        }
    }

    private void fire() {
        refusedAt = changes.get();
        if (binding.isBinding()) {
            callout.reset(AGAIN);
            return;
        }
        if (!binding.turns().begin(contender)) {
            return;
        }
        Throwable thrown = null;
        try {
            body.run();
        } catch (Throwable t) {
            thrown = t;
        }
        binding.turns().end(contender);
        binding.outcome("a callout", thrown);
    }

    private void again() {
        late.reset(0);
    }

    /** Never fires again. */
    void close() {
        stop();
    }

    @Override
    public void reset(long nanos) {
        if (!binding.isOpen() && !binding.isBinding()) {
            return;
        }
        changes.incrementAndGet();
        callout.reset(nanos);
        if (!binding.isOpen() && !binding.isBinding()) {
            callout.stop();
        }
    }

    @Override
    public void stop() {
        changes.incrementAndGet();
        callout.stop();
    }

    @Override
    public void drain() {
        changes.incrementAndGet();
        callout.drain();
        late.drain();
    }

    @Override
    public boolean isPending() {
        return callout.isPending() || late.isPending() && refusedAt == changes.get();
    }
}
