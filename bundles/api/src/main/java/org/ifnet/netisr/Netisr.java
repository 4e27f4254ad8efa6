package org.ifnet.netisr;

import java.util.concurrent.Callable;

import org.ifnet.IfnetException;
import org.ifnet.Registration;
import org.ifnet.mbuf.MbufBatch;
import org.jspecify.annotations.Nullable;
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
     * Sends the message along the netisrs, cpu 0 first, each after the one before has ended, and then the reply to a port
     * of the sender's choice; the sender does not wait. Any thread, a packet netisr included. The order of sending is kept:
     * of two messages forwarded one after the other by one thread, every netisr sees the first first (reference 4.1).
     *
     * <p>What a visit throws ends the way there, and the reply is told. The reply always comes, once: on a closed platform
     * (ENXIO), or when a netisr was lost in a driver in the middle of a visit (EIO), on whatever thread found that out.
     *
     * @param replyCpu where the reply runs: a cpu or {@link #NETCTL}
     */
    void forward(Runnable message, int replyCpu, Reply reply);

    /** The end of a {@link #forward}. */
    @FunctionalInterface
    interface Reply {
        /** @param failure null when the message has visited every netisr */
        void replied(@Nullable Throwable failure);
    }

    /** The netisr that a flow hash belongs to; any number is a hash (reference 4.2). Any thread. */
    default int cpuOf(int hash) {
        return hash & cpus() - 1;
    }

    /**
     * Hands packets to another netisr. Consumes all, leaves the batch empty, and returns how many were taken; the rest is
     * freed and counted as MAILBOX_FULL. Packets for a cpu that is none, or for nobody (a null handler), are freed and
     * counted as well, in {@code net.netisr.misdirected_drops}. Any thread.
     */
    int queue(int cpu, @Nullable PacketHandler handler, MbufBatch packets);

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
