package org.ifnet.core.internal;

import java.util.function.BooleanSupplier;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.driver.IfnetSerializer;
import org.ifnet.netisr.Env;
import org.jspecify.annotations.Nullable;

/**
 * The turns of those who call one bound driver: each call has the serializers it needs, and passes the open gate (reference
 * 5). The packet path only tries; who changes the interface waits for all.
 */
final class Turns {
    private final Env env;
    private final int cpus;
    private final CoreIfnet ifnet;
    private final GuardedDriver guarded;
    private final Gate gate;
    private final BoundQueue[] queues;
    /** Null before the driver's attach. */
    private volatile @Nullable BoundSerializer serializer;
    /** The driver left it to the platform: its sources are kept apart by netisr. */
    private volatile boolean ordinary;

    Turns(Env env, int cpus, CoreIfnet ifnet, GuardedDriver guarded, Gate gate, BoundQueue[] queues) {
        this.env = env;
        this.cpus = cpus;
        this.ifnet = ifnet;
        this.guarded = guarded;
        this.gate = gate;
        this.queues = queues;
    }

    /** Asks the driver for its serializers, or makes those of the platform. Before its attach, on a control worker. */
    void arrange() throws IfnetException {
        String name = ifnet.name();
        IfnetSerializer given = guarded.driver().serializer(env, queues.length);
        ordinary = given == null;
        IfnetSerializer chosen = given == null ? IfnetSerializer.array(env, name, cpus, queues.length) : given;
        BoundSerializer made = BoundSerializer.of(env, name, chosen, queues.length);
        for (int i = 0; i < queues.length; i++) {
            int index = i;
            queues[i].contender(
                    made.contender(chosen.placeOfQueue(i), () -> ifnet.queue().startAgain(index)));
        }
        serializer = made;
    }

    private BoundSerializer serializer() {
        BoundSerializer made = serializer;
        if (made == null) {
            throw new IllegalStateException(ifnet.name() + " has no serializers before attach");
        }
        return made;
    }

    /** Who tries the serializer of the driver's source {@code number} on that netisr. From the driver's attach on. */
    Contender contenderOfSource(int cpu, int number, Runnable again) {
        BoundSerializer made = serializer();
        return made.contender(made.serializer().placeOfSource(ordinary ? cpu : number), again);
    }

    /** For a handler of polling, which is left out when it is refused: the next tick comes anyway. */
    Contender pollerOfStatus() {
        return new Contender(0, () -> {});
    }

    Contender pollerOfSource(int cpu) {
        return new Contender(serializer().serializer().placeOfSource(cpu), () -> {});
    }

    Contender pollerOfQueue(int queue) {
        return new Contender(serializer().serializer().placeOfQueue(queue), () -> {});
    }

    Contender contenderOfCallout(Runnable again) {
        return serializer().contender(0, again);
    }

    /**
     * Waits for all serializers. On a control worker.
     *
     * @return false when the call is not wanted any more; otherwise {@link #exitAll} has to follow
     * @throws IfnetException ETIMEDOUT when they were not free in time
     */
    boolean awaitAll(String what, Deadline deadline, BooleanSupplier wanted) throws IfnetException {
        if (serializer().enterAll(deadline, wanted)) {
            return true;
        }
        if (!wanted.getAsBoolean()) {
            return false;
        }
        throw new IfnetException(
                Errno.ETIMEDOUT, "the driver of " + ifnet.name() + " did not become free for " + what + " in time");
    }

    void exitAll() {
        serializer().exitAll();
    }

    /**
     * A call of the packet path begins; false when the gate is closed, or when another call keeps this one out: then the
     * contender is told later.
     */
    boolean begin(Contender who) {
        if (!gate.isOpen() || !serializer().tryEnter(who)) {
            return false;
        }
        enter();
        return true;
    }

    /** It is over. Throws RoleRevoked when this thread is not the netisr any more; it must then touch nothing but its own. */
    void end(Contender who) {
        try {
            guarded.guard().leave();
        } finally {
            serializer().exit(who);
        }
    }

    /** A call on a netisr that holds all serializers begins; false, and nobody is told later, when it may not. */
    boolean beginAll() {
        if (!gate.isOpen() || !serializer().tryEnterAll()) {
            return false;
        }
        enter();
        return true;
    }

    void endAll() {
        try {
            guarded.guard().leave();
        } finally {
            serializer().exitAllTried();
        }
    }

    private void enter() {
        env.yieldPoint("core.gate");
        guarded.guard().enter();
    }
}
