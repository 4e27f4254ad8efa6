package org.ifnet.core.internal;

import org.ifnet.netisr.Callout;
import org.ifnet.netisr.Netisr;
import org.ifnet.netisr.Serializer;

/** A driver's timer: its body passes the gate like every call into the driver. */
final class BoundCallout implements Callout {
    /** While attach still runs a timer comes again a little later. */
    private static final long AGAIN = 1_000_000;

    private final Binding binding;
    private final Runnable body;
    private final Serializer serializer;
    private final Callout callout;

    BoundCallout(Parts parts, Binding binding, int cpu, Runnable body) {
        this.binding = binding;
        this.body = body;
        String name = binding.ifnet().name();
        serializer = parts.env().serializer("callout of " + name);
        Netisr netisr = parts.netisr();
        callout = netisr.callout(cpu, name, this::fire);
    }

    private void fire() {
        if (binding.isBinding()) {
            callout.reset(AGAIN);
            return;
        }
        if (!binding.begin(serializer)) {
            return;
        }
        Throwable thrown = null;
        try {
            body.run();
        } catch (Throwable t) {
            thrown = t;
        }
        binding.end(serializer);
        binding.outcome("a callout", thrown);
    }

    /** Never fires again. */
    void close() {
        callout.stop();
    }

    @Override
    public void reset(long nanos) {
        if (!binding.isOpen() && !binding.isBinding()) {
            return;
        }
        callout.reset(nanos);
        if (!binding.isOpen() && !binding.isBinding()) {
            callout.stop();
        }
    }

    @Override
    public void stop() {
        callout.stop();
    }

    @Override
    public void drain() {
        callout.drain();
    }

    @Override
    public boolean isPending() {
        return callout.isPending();
    }
}
