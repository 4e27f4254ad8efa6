package org.ifnet.core.internal;

import org.ifnet.netisr.Netisr;

/**
 * The rounds of one direction on one netisr (reference 4.4): a tick begins a round unless one is under way, and ticks that
 * come meanwhile are pending. A round is one or several chunks, between which the netisr does its other work.
 *
 * <pre>
 *   phase  0 idle   1, 2 tick: asked for a round   3 chunk   4 other work   5 is it done?   6 pending: another round
 * </pre>
 *
 * Changed by its netisr alone; any thread may read the numbers.
 */
abstract class IoContext extends PollContext {
    /** More ticks behind than this: the netisr was stopped, and catching up would do no good. */
    private static final int STALLED = 100;

    private volatile int phase;
    private volatile int pending;
    private volatile long suspect;
    private volatile long stalled;
    private volatile long shortTicks;
    private volatile long lostPolls;
    private long previous;
    private boolean ticked;

    IoContext(Netisr netisr, int cpu) {
        super(netisr, cpu);
    }

    /** Packets for each handler in the next chunk, which begins now. */
    abstract int beginChunk();

    /** More chunks are left of this round. */
    abstract boolean hasMore();

    /** A round is over. */
    abstract void roundEnded();

    /** Ticks are pending behind the round: the next one must be shorter. */
    abstract void slowDown();

    /**
     * Ticks have come.
     *
     * @param ticks how many at once, 1 or more: those but one were missed
     * @param interval nanoseconds between two
     */
    final void clock(long now, long interval, int ticks) {
        if (count() == 0) {
            return;
        }
        if (ticked && now - previous < interval / 2) {
            shortTicks++;
        } else {
            previous = now;
            ticked = true;
        }
        if (pending > STALLED) {
            stalled++;
            pending = 0;
            phase = 0;
        }
        if (phase <= 2) {
            if (phase != 0) {
                suspect++;
            }
            phase = 1;
            schedule();
            phase = 2;
        }
        lostPolls += pending > 0 ? ticks : ticks - 1;
        pending += ticks;
    }

    @Override
    public boolean run() {
        if (phase == 4) {
            phase = 5;
            if (!hasMore() && !beginsAnother()) {
                return false;
            }
        }
        phase = 3;
        Throwable failed = callAll(beginChunk());
        phase = 4;
        if (failed != null) {
            schedule();
            report(failed);
        }
        return true;
    }

    private boolean beginsAnother() {
        roundEnded();
        if (pending > 0) {
            pending--;
        }
        if (pending == 0) {
            phase = 0;
            return false;
        }
        slowDown();
        phase = 6;
        return true;
    }

    @Override
    void reset() {
        phase = 0;
        pending = 0;
        ticked = false;
    }

    final int phase() {
        return phase;
    }

    final int pending() {
        return pending;
    }

    /** Ticks that found the round before not even begun. */
    final long suspect() {
        return suspect;
    }

    /** How often a netisr was more than 100 ticks behind. */
    final long stalled() {
        return stalled;
    }

    /** Ticks that came after less than half of the interval. */
    final long shortTicks() {
        return shortTicks;
    }

    /** Ticks that came while a round was under way. */
    final long lostPolls() {
        return lostPolls;
    }
}
