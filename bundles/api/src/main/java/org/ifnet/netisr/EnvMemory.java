package org.ifnet.netisr;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * How threads show each other what they wrote without a lock: cells whose methods name their memory order, as those of
 * {@link java.lang.invoke.VarHandle} do. On real threads nothing else happens; in simulation a release store may stay
 * unseen by other threads until the storing thread does something that is a full fence.
 *
 * <p><b>The rule.</b> A cell that is only published (write, then others find it some time) is stored by
 * {@code setRelease} and read by {@code getAcquire}. A handshake, where a thread stores one thing and then looks at
 * another to see whether somebody must be told, needs {@code setVolatile}, {@code compareAndSet} or a {@link #fence}
 * between the store and the look, on both sides.
 */
@ProviderType
public interface EnvMemory {
    /** One cell. */
    <T extends @Nullable Object> Published<T> published(T initial);

    /** So many cells, all null at first. */
    <T> PublishedArray<T> publishedArray(int length);

    /** One bit, clear at first. */
    PublishedFlag flag();

    /** Nothing that follows is done before everything that precedes is seen by all threads. */
    void fence();
}
