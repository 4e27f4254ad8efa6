package org.ifnet.core.internal;

import org.ifnet.netisr.Callout;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;

/**
 * Polling on one netisr: the clock and what it drives. There is no timer while there are no handlers. A tick that comes
 * late counts for those that it missed. On its netisr, except for the settings.
 */
final class PollClock {
    static final int POLLHZ = 6000;
    static final int MOST_HZ = 30_000;
    static final int STATUS_FRAC = 120;
    static final int TX_FRAC = 1;
    private static final long SECOND = 1_000_000_000;
    /** So that the netisrs do not all wake up at the same moment. */
    private static final int SPREAD = 3;

    private static final int SPREAD_LIMIT = 50;
    /** Ticks that are made up for at once; beyond that it counts as a stall. */
    private static final int MOST_TICKS = 101;

    private final Env env;
    private final Netisr netisr;
    private final int cpu;
    private final StatusContext status;
    private final TxContext tx;
    private final RxContext rx;
    private final Callout callout;
    private volatile int pollhz = POLLHZ;
    private volatile int statusFrac = STATUS_FRAC;
    private volatile int txFrac = TX_FRAC;
    private long due;
    private int statusTicks;
    private int txTicks;

    PollClock(Env env, Netisr netisr, int cpu) {
        this.env = env;
        this.netisr = netisr;
        this.cpu = cpu;
        status = new StatusContext(netisr, cpu);
        tx = new TxContext(netisr, cpu);
        rx = new RxContext(env, netisr, cpu, this::interval);
        callout = netisr.callout(cpu, "ifpoll" + cpu, this::tick);
    }

    /** Takes the handlers that are for this netisr; false when a list is full: then some may have been taken. */
    boolean add(PollSetup setup) {
        boolean idle = handlers() == 0;
        boolean all = addAll(setup);
        if (idle && handlers() > 0) {
            restart();
        }
        return all;
    }

    private boolean addAll(PollSetup setup) {
        boolean all = true;
        if (cpu == 0) {
            for (PollHandler handler : setup.status()) {
                all &= status.add(handler);
            }
        }
        for (PollHandler handler : setup.tx(cpu)) {
            all &= tx.add(handler);
        }
        for (PollHandler handler : setup.rx(cpu)) {
            all &= rx.add(handler);
        }
        return all;
    }

    void remove(PollSetup setup) {
        status.remove(setup);
        tx.remove(setup);
        rx.remove(setup);
        if (handlers() == 0) {
            callout.stop();
        }
    }

    /** How many handlers of all kinds there are. Any thread. */
    int handlers() {
        return status.count() + tx.count() + rx.count();
    }

    private void restart() {
        long interval = interval();
        due = env.nanoTime() + interval;
        callout.reset(interval);
    }

    private long interval() {
        return SECOND / hz();
    }

    /** Ticks a second. */
    int hz() {
        return pollhz + cpu * SPREAD % SPREAD_LIMIT;
    }

    private void tick() {
        if (handlers() == 0) {
            return;
        }
        long now = env.nanoTime();
        long interval = interval();
        long missed = Math.max(0, now - due) / interval;
        int ticks = (int) Math.min(1 + missed, MOST_TICKS);
        due = missed >= MOST_TICKS ? now + interval : due + ticks * interval;
        callout.reset(due - now);
        statusTicks += ticks;
        if (statusTicks >= statusFrac) {
            statusTicks = 0;
            status.schedule();
        }
        int frac = txFrac;
        txTicks += ticks;
        if (txTicks >= frac) {
            tx.clock(now, interval * frac, txTicks / frac);
            txTicks %= frac;
        }
        rx.clock(now, interval, ticks);
    }

    TxContext tx() {
        return tx;
    }

    RxContext rx() {
        return rx;
    }

    StatusContext status() {
        return status;
    }

    int pollhz() {
        return pollhz;
    }

    /** Any thread. @param hz 1 or more, taken as 30000 at most */
    void pollhz(int hz) {
        pollhz = Math.min(hz, MOST_HZ);
        netisr.post(cpu, () -> {
            if (handlers() > 0) {
                restart();
            }
        });
    }

    int statusFrac() {
        return statusFrac;
    }

    /** Any thread. @param ticks 1 or more */
    void statusFrac(int ticks) {
        statusFrac = ticks;
    }

    int txFrac() {
        return txFrac;
    }

    /** Any thread. @param ticks 1 or more */
    void txFrac(int ticks) {
        txFrac = ticks;
    }
}
