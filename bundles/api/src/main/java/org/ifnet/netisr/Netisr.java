package org.ifnet.netisr;

import java.util.concurrent.Callable;

import org.ifnet.IfnetException;
import org.ifnet.Registration;
import org.ifnet.mbuf.MbufBatch;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The packet threads and the control thread: a service (reference 4.1). A netisr is named by its cpu, 0 to
 * {@link #cpus()} - 1; {@link #NETCTL} names the control thread, which plays the original's netisr 0.
 */
@ProviderType
public interface Netisr {
    int NETCTL = -1;
    /** What {@link #current()} says outside every netisr and netctl. */
    int NONE = -2;

    /** The number of netisrs, a power of two. */
    int cpus();

    /** The cpu whose role the calling thread carries now, {@link #NETCTL}, or {@link #NONE}. */
    int current();

    /** Sends a control message: runs before packets, in order of sending, unbounded. Any thread. What it throws is logged. */
    void post(int cpu, Runnable message);

    /** Sends a message and waits for its end; runs it inline when the caller carries that role. Not from a packet netisr
     * to another port. Exceptions of the message come back as they are. */
    <T> T call(int cpu, Callable<T> message) throws IfnetException;

    /** Runs the message once on every netisr, cpu 0 first, each after the one before has ended; waits for the last. */
    void walk(Runnable message) throws IfnetException;

    /**
     * Hands packets to another netisr. Consumes all, leaves the batch empty, and returns how many were taken; the rest is
     * freed and counted as MAILBOX_FULL. Any thread.
     */
    int queue(int cpu, PacketHandler handler, MbufBatch packets);

    /** Receives the packets of {@link #queue} on the netisr; consumes all and leaves the batch empty. */
    interface PacketHandler {
        void handle(MbufBatch packets);
    }

    /**
     * A piece of work that is scheduled again and again without allocation.
     *
     * @param cpu where it runs; never {@link #NETCTL}
     */
    NetisrJob job(int cpu, NetisrJob.Phase phase, NetisrJob.Body body);

    /** A job of phase POLL that is also scheduled whenever {@code fd} can be read. EOPNOTSUPP when no waiter takes
     * descriptors (the bundle linux is missing). */
    NetisrJob source(int cpu, int fd, NetisrJob.Body body) throws IfnetException;

    /** Runs on every netisr at the end of each batch, higher priority first (TCP 200, ifstart 50). */
    Registration rollup(int priority, Runnable body);

    /** A timer that runs on that netisr or on netctl. */
    Callout callout(int cpu, String name, Runnable body);

    /**
     * Returns when every netisr has finished what it had begun before the call; a sleeping one counts as passed and is not
     * woken. Not from a packet netisr (IllegalStateException).
     *
     * @return false when {@code nanos} were over before
     */
    boolean barrier(long nanos);

    /** A watch over the calls into one driver. */
    DriverGuard guard(String name, DriverGuard.Listener listener);
}
