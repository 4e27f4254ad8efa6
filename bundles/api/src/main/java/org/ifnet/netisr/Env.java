package org.ifnet.netisr;

import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The only source of time, chance, locks and threads for thinking classes: real threads in a running platform, a seeded
 * scheduler on virtual time in simulation. A service.
 */
@ProviderType
public interface Env {
    /** Monotonic nanoseconds from an arbitrary start; differences only. */
    long nanoTime();

    /** Milliseconds since 1970, for people to read. */
    long wallMillis();

    /** 64 random bits; in simulation a function of the seed. Any thread. */
    long random();

    /** A reentrant lock. {@code rank} is its place in the order of locks: debug mode refuses to take a lower or equal
     * rank while holding a higher one. See docs/architecture.md. */
    EnvLock lock(String name, int rank);

    /** A serializer: not reentrant, has an owner, and can be tried. */
    Serializer serializer(String name);

    /** Starts a daemon thread with no context class loader. */
    EnvThread start(String name, Runnable body);

    /** The calling thread if this Env started it, null otherwise. */
    @Nullable
    EnvThread current();

    /** Waits until {@link EnvThread#unpark}, the time is over, or for no reason. At most {@code nanos}; forever if negative. */
    void park(long nanos);

    /**
     * Looks again and again, for at most about {@code nanos}, whether something is so that another running thread is about
     * to do: cheaper than parking when that takes a microsecond or two. Looks once in simulation and on one processor.
     *
     * @param done cheap, lock-free, and without effect
     * @param nanos tens of microseconds at most: a processor is burnt meanwhile
     * @return what {@code done} said last
     */
    default boolean spin(BooleanSupplier done, long nanos) {
        return done.getAsBoolean();
    }

    /** The calling thread was interrupted ({@link EnvThread#interrupt}); clears that. {@link #park} returns at once as long
     * as it is not cleared. */
    default boolean interrupted() {
        return false;
    }

    /** Cells and fences for threads that publish to each other without a lock. */
    EnvMemory memory();

    /** A place where another thread may run first; free on real threads. */
    void yieldPoint(String name);

    /** Ranks of locks, outermost first; a thread takes them in ascending order. */
    interface Rank {
        int CLONER = 200;
        /** Life-cycle and control of one interface. */
        int CONTROL = 300;

        int EVENTS = 350;
        /** Engines: addresses, routes, wanted state. */
        int ENGINE = 400;
        /** The table of interfaces: a leaf, nothing is called under it. */
        int IFNET = 500;

        int SUBQUEUE = 600;
        int NETISR = 700;
        int LEAF = 1000;
    }
}
