package org.ifnet.core.internal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;

/**
 * The threads that send packets and are no netisr, which the barrier therefore does not see: a command, netctl, a test.
 *
 * <p>Two counters, one in use: {@link #await} turns to the other one and waits until the first is empty, twice, because
 * a thread may have read the old choice just before the turn. Entering costs one atomic addition and never waits.
 */
final class Outsiders {
    /** How often a waiting thread looks again: a send takes microseconds. */
    private static final long LOOK_AGAIN = 20_000;

    private final Env env;
    private final EnvLock turn;
    private final AtomicIntegerArray inside = new AtomicIntegerArray(2);
    private final AtomicInteger choice = new AtomicInteger();

    Outsiders(Env env) {
        this.env = env;
        turn = env.lock("outsiders", Env.Rank.LEAF);
    }

    /** A ticket for {@link #leave}. */
    int enter() {
        int side = choice.get() & 1;
        inside.getAndIncrement(side);
        return side;
    }

    void leave(int ticket) {
        inside.getAndDecrement(ticket);
    }

    /** Waits for everybody who entered before; false when the time was over first. */
    boolean await(Deadline deadline) {
        turn.lock();
        try {
            return drain(deadline) && drain(deadline);
        } finally {
            turn.unlock();
        }
    }

    private boolean drain(Deadline deadline) {
        int left = choice.getAndIncrement() & 1;
        while (inside.get(left) != 0) {
            if (deadline.isOver()) {
                return false;
            }
            env.park(LOOK_AGAIN);
        }
        return true;
    }
}
