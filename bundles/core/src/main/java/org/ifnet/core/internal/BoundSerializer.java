package org.ifnet.core.internal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BooleanSupplier;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.driver.IfnetSerializer;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvThread;
import org.jspecify.annotations.Nullable;

/**
 * The serializers of one binding, and who was refused by them.
 *
 * <h2>No wake-up is lost</h2>
 * A netisr that is refused marks itself and then tries once more; who gives a serializer back looks for marks afterwards.
 * One of the two always sees the other. So every refused start, poll or callout comes again, and none is repeated in
 * between.
 *
 * <h2>Control calls are not starved</h2>
 * A netisr that polls without end would enter again before the waiting thread is awake. So a control call says first that
 * it comes; from then on netisrs are refused, and what is in the driver only has to end. The serializers that it waits for
 * it enters in ascending order, each with the time that its caller has.
 */
final class BoundSerializer implements IfnetSerializer.ExitListener {
    /** A serializer that the driver took by itself may come back while nobody is told. */
    private static final long LOOK_AGAIN = 1_000_000;

    private final Env env;
    private final IfnetSerializer serializer;
    private final Few<Contender> contenders = new Few<>();
    /** By place: somebody may be marked as refused. */
    private final AtomicIntegerArray contended;
    /** Calls that hold all or wait for it. */
    private final AtomicInteger control = new AtomicInteger();

    private volatile @Nullable EnvThread waiting;

    private BoundSerializer(Env env, IfnetSerializer serializer) {
        this.env = env;
        this.serializer = serializer;
        contended = new AtomicIntegerArray(serializer.size());
    }

    /** Takes what a driver answered; EINVAL when it cannot serve this binding. */
    static BoundSerializer of(Env env, String name, IfnetSerializer serializer, int queues) throws IfnetException {
        if (serializer.queues() != queues) {
            throw new IfnetException(
                    Errno.EINVAL, name + ": serializers for " + serializer.queues() + " of " + queues + " subqueues");
        }
        if (!serializer.isOf(env)) {
            throw new IfnetException(Errno.EINVAL, name + ": " + serializer + " are of another platform");
        }
        BoundSerializer bound = new BoundSerializer(env, serializer);
        if (!serializer.bind(bound)) {
            throw new IfnetException(Errno.EINVAL, name + ": " + serializer + " are of another binding");
        }
        return bound;
    }

    /** Makes one that tries the serializer at that place. */
    Contender contender(int place, Runnable again) {
        Contender made = new Contender(place, again);
        contenders.add(made);
        return made;
    }

    IfnetSerializer serializer() {
        return serializer;
    }

    /** On a netisr; never waits. False: the contender is told when to try again. */
    boolean tryEnter(Contender who) {
        if (mayEnter(who)) {
            return true;
        }
        who.refused(true);
        contended.set(who.place(), 1);
        env.yieldPoint("core.serializer.refused");
        if (mayEnter(who)) {
            who.refused(false);
            return true;
        }
        return false;
    }

    private boolean mayEnter(Contender who) {
        return control.get() == 0 && serializer.get(who.place()).tryEnter();
    }

    void exit(Contender who) {
        serializer.get(who.place()).exit();
    }

    /** On a netisr; never waits, and nobody is told later. */
    boolean tryEnterAll() {
        return control.get() == 0 && serializer.tryEnterAll();
    }

    void exitAllTried() {
        serializer.exitAll();
    }

    /**
     * Enters all on a control thread, and waits for that.
     *
     * @param wanted looked at while it waits, and at the end
     * @return false when it was not wanted any more or the time was over; then nothing is held
     */
    boolean enterAll(Deadline deadline, BooleanSupplier wanted) {
        control.incrementAndGet();
        waiting = env.current();
        int size = serializer.size();
        int got = 0;
        boolean on = true;
        while (on && got < size) {
            if (serializer.get(got).tryEnter()) {
                got++;
            } else {
                env.park(Math.min(deadline.remaining(), LOOK_AGAIN));
                on = !env.interrupted() && !deadline.isOver() && wanted.getAsBoolean();
            }
        }
        if (on && wanted.getAsBoolean()) {
            return true;
        }
        exitBelow(got);
        return false;
    }

    /** After {@link #enterAll}. */
    void exitAll() {
        exitBelow(serializer.size());
    }

    private void exitBelow(int got) {
        for (int i = got - 1; i >= 0; i--) {
            serializer.get(i).exit();
        }
        env.yieldPoint("core.serializer.control");
        if (control.decrementAndGet() == 0) {
            for (int place = 0; place < contended.length(); place++) {
                release(place);
            }
        }
    }

    @Override
    public void exited(int place) {
        if (control.get() == 0) {
            release(place);
            return;
        }
        EnvThread known = waiting;
        if (known != null && !known.isCurrent()) {
            known.unpark();
        }
    }

    private void release(int place) {
        if (contended.get(place) == 0) {
            return;
        }
        contended.set(place, 0);
        for (Contender contender : contenders) {
            if (contender.place() == place) {
                contender.released();
            }
        }
    }
}
