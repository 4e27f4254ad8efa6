package org.ifnet.netisr.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.ifnet.mbuf.MbufBatch;
import org.ifnet.netisr.DriverGuard.RoleRevoked;
import org.ifnet.netisr.EnvThread;
import org.jspecify.annotations.Nullable;

/**
 * A thread's life as the carrier of a port.
 *
 * <p>{@code call} is the word that decides who owns the port when a driver call takes long: 0 outside drivers, the number
 * of the call inside, {@link #REVOKED} for ever once the monitor took the port away. The thread leaves by CAS from its
 * number to 0, the monitor revokes by CAS from the number it saw to REVOKED; exactly one wins. Outside a driver call
 * nothing can be revoked, so there the thread may use what belongs to the port without further looking.
 */
final class Carrier implements Runnable {
    static final long REVOKED = -1;

    private static final VarHandle CALL;

    static {
        try {
            CALL = MethodHandles.lookup().findVarHandle(Carrier.class, "call", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Port port;
    private volatile @Nullable EnvThread thread;
    private volatile long call;
    private long calls;
    private volatile @Nullable Guard guard;
    private volatile @Nullable Unit unit;
    private volatile boolean handedOver;

    /** For packets from the mailbox to their handler. */
    final MbufBatch packets = new MbufBatch();

    Carrier(Port port) {
        this.port = port;
    }

    @Override
    public void run() {
        thread = port.env().current();
        try {
            port.loop(this);
        } catch (RoleRevoked e) {
            unwound();
        }
    }

    /** The thread has lost its port and is back: nothing of the port may be touched. */
    private void unwound() {
        while (!handedOver) {
            port.env().park(1_000_000);
        }
        Unit left = unit;
        if (left != null) {
            left.returned();
            unit = null;
        }
        port.abandonedEnded(this);
    }

    /** Runs one unit; nothing it throws comes out but the loss of the port. */
    boolean run(Unit work) {
        unit = work;
        boolean more = false;
        try {
            more = work.run();
        } catch (RoleRevoked e) {
            throw e;
        } catch (Throwable t) {
            port.faults().note(work, t);
        }
        checkRevoked();
        unit = null;
        return more;
    }

    /** For work that caught everything, {@link RoleRevoked} included. */
    void checkRevoked() {
        if (call == REVOKED) {
            throw new RoleRevoked();
        }
        if (call != 0) {
            port.faults().note("work on " + port, new IllegalStateException("a driver call was not left"));
            Guard g = guard;
            if (g != null) {
                g.leave();
            }
        }
    }

    void enter(Guard which) {
        if (call != 0) {
            throw new IllegalStateException("driver calls do not nest: " + which + " inside " + guard);
        }
        guard = which;
        call = ++calls;
    }

    /** False when the port was revoked meanwhile. */
    boolean leave(Guard which) {
        if (guard != which) {
            throw new IllegalStateException(which + " left without entering");
        }
        boolean kept = CALL.compareAndSet(this, calls, 0L);
        guard = null;
        return kept;
    }

    /** By the monitor: takes the port away from the thread that is inside call {@code number} still. */
    boolean revoke(long number) {
        return CALL.compareAndSet(this, number, REVOKED);
    }

    /** By the monitor, after the port has a new carrier. */
    void handedOver() {
        handedOver = true;
        EnvThread t = thread;
        if (t != null) {
            t.unpark();
        }
    }

    Port port() {
        return port;
    }

    @Nullable
    EnvThread thread() {
        return thread;
    }

    /** The number of the driver call it is in, 0 outside, {@link #REVOKED}. */
    long call() {
        return call;
    }

    @Nullable
    Guard guard() {
        return guard;
    }

    @Nullable
    Unit unit() {
        return unit;
    }
}
