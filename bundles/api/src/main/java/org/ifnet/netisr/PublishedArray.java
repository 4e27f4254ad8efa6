package org.ifnet.netisr;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An array of references that threads publish to each other, each element as a {@link Published}. Any thread; never blocks
 * or allocates. An index outside throws IndexOutOfBoundsException.
 */
@ProviderType
public interface PublishedArray<T> {
    int length();

    /** For the only thread that writes the element: what it stored last. */
    @Nullable
    T getPlain(int index);

    @Nullable
    T getAcquire(int index);

    @Nullable
    T getVolatile(int index);

    /** Before the array itself is published, or when the element is published by another store that follows. */
    void setPlain(int index, @Nullable T value);

    void setRelease(int index, @Nullable T value);

    /** Stores the value if the element is exactly {@code expected}, compared by identity. A full fence. */
    boolean compareAndSet(int index, @Nullable T expected, @Nullable T value);
}
