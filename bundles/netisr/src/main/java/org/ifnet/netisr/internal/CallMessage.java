package org.ifnet.netisr.internal;

import java.util.concurrent.Callable;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.netisr.DriverGuard.RoleRevoked;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.jspecify.annotations.Nullable;

/** A control message whose sender waits for the end. */
final class CallMessage<T> extends Message {
    /** A port that was left behind with its thread answers nobody; looked at now and then. */
    private static final long LOOK_AGAIN = 250_000_000;

    private final Port port;
    private final Callable<T> body;
    private final EnvLock lock;
    private boolean done;
    private @Nullable T result;
    private @Nullable Throwable thrown;

    CallMessage(Port port, Callable<T> body) {
        super(() -> {});
        this.port = port;
        this.body = body;
        lock = port.env().lock("netisr.call", Env.Rank.NETISR);
    }

    @Override
    public boolean run() {
        try {
            finish(body.call(), null);
        } catch (RoleRevoked e) {
            abandoned();
            throw e;
        } catch (Throwable t) {
            finish(null, t);
        }
        return false;
    }

    @Override
    public void abandoned() {
        finish(null, new IfnetException(Errno.EIO, "the netisr was lost in a driver"));
    }

    @Override
    void discarded() {
        finish(null, closed());
    }

    static IfnetException closed() {
        return new IfnetException(Errno.ENXIO, "netisr is closed");
    }

    private void finish(@Nullable T value, @Nullable Throwable cause) {
        lock.lock();
        try {
            if (!done) {
                done = true;
                result = value;
                thrown = cause;
                lock.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the end; what the body threw comes out as it is. */
    T await() throws IfnetException {
        lock.lock();
        try {
            while (!done) {
                if (port.state() == Port.ENDED) {
                    throw closed();
                }
                lock.await(LOOK_AGAIN);
            }
        } finally {
            lock.unlock();
        }
        if (thrown != null) {
            throw Sneaky.rethrow(thrown);
        }
        return result;
    }

    @Override
    public String toString() {
        return "call " + body.getClass().getName();
    }
}
