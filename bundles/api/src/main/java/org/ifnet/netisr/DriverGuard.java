package org.ifnet.netisr;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A watch over every call into one driver, so that a call that does not return costs nobody else anything.
 *
 * <p>Around a call: {@code enter()}, the call, {@code leave()}. When a netisr thread stays inside longer than the limit,
 * the role goes to a spare thread and the listener is told; the old thread gets {@link RoleRevoked} from {@code leave}
 * when it comes back, and unwinds without touching anything. Calls do not nest, and on a netisr nothing but the run loop
 * lies below one on the stack: all state of the role is whole at that point.
 */
@ProviderType
public interface DriverGuard {
    /** Is told once for each call that stays too long, on the monitor's thread. */
    @FunctionalInterface
    interface Listener {
        void stuck(String threadName, long nanos);
    }

    /** Thrown by {@link #leave} on a thread whose role was given to another; only the run loop catches it. */
    final class RoleRevoked extends Error {
        private static final long serialVersionUID = 1L;

        public RoleRevoked() {
            super("role revoked", null, false, false);
        }
    }

    /** A call from a netisr begins: limit {@code net.netisr.stuck_limit}. */
    void enter();

    /** The call is over. Throws {@link RoleRevoked} when the role of this thread was revoked meanwhile. */
    void leave();

    /** A call from a control thread begins; {@code limit} nanoseconds until the listener is told, negative for never. */
    void enterControl(long limit);

    void leaveControl();

    /** The calling thread is between enter and leave of this guard. */
    boolean isInside();

    /** Threads inside now, abandoned ones included. */
    int inside();

    /** Waits until nobody is inside; false when {@code nanos} were over before. */
    boolean awaitEmpty(long nanos);
}
