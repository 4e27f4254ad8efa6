package org.ifnet.core.internal;

import java.util.concurrent.atomic.AtomicReference;

import org.ifnet.Registration;
import org.ifnet.link.HookPosition;
import org.ifnet.link.InputHook;
import org.ifnet.link.OutputHook;
import org.ifnet.mbuf.Mbuf;

/** The hooks of one interface, in the order of their positions; at one position in the order they came. */
final class Hooks {
    private static final Placed<?>[] NONE = {};

    private final CoreIfnet ifnet;
    private final Quiescence quiescence;
    private final PathFaults faults;
    private final AtomicReference<Placed<InputHook>[]> inputs = new AtomicReference<>(none());
    private final AtomicReference<Placed<OutputHook>[]> outputs = new AtomicReference<>(none());

    private record Placed<H>(HookPosition position, H hook) {}

    Hooks(CoreIfnet ifnet, Parts parts) {
        this.ifnet = ifnet;
        quiescence = parts.quiescence();
        faults = parts.pathFaults();
    }

    @SuppressWarnings("unchecked")
    private static <H> Placed<H>[] none() {
        return (Placed<H>[]) NONE;
    }

    Registration addInput(HookPosition position, InputHook hook) {
        return place(inputs, new Placed<>(position, hook));
    }

    Registration addOutput(HookPosition position, OutputHook hook) {
        return place(outputs, new Placed<>(position, hook));
    }

    private <H> Registration place(AtomicReference<Placed<H>[]> where, Placed<H> placed) {
        where.updateAndGet(old -> Snapshot.inserted(old, placeOf(old, placed.position), placed));
        return () -> {
            Placed<H>[] before = where.getAndUpdate(old -> Snapshot.without(old, placed));
            if (Snapshot.indexOf(before, placed) >= 0) {
                quiescence.await();
            }
        };
    }

    private static <H> int placeOf(Placed<H>[] hooks, HookPosition position) {
        int at = hooks.length;
        while (at > 0 && hooks[at - 1].position.compareTo(position) > 0) {
            at--;
        }
        return at;
    }

    /** True when every hook let the frame pass; otherwise one has it, or it was freed. On a netisr. */
    boolean passInput(Mbuf frame) {
        for (Placed<InputHook> placed : inputs.get()) {
            try {
                if (!placed.hook.input(ifnet, frame)) {
                    return false;
                }
            } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
                faults.hook(ifnet, placed.hook, frame, e);
                return false;
            }
        }
        return true;
    }

    /** The same on the way out, in reverse order. Any thread. */
    boolean passOutput(Mbuf frame) {
        Placed<OutputHook>[] hooks = outputs.get();
        for (int i = hooks.length - 1; i >= 0; i--) {
            try {
                if (!hooks[i].hook.output(ifnet, frame)) {
                    return false;
                }
            } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
                faults.hook(ifnet, hooks[i].hook, frame, e);
                return false;
            }
        }
        return true;
    }
}
