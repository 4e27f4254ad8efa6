package org.ifnet.netisr.internal;

import org.jspecify.annotations.Nullable;

/** An element of at most one {@link Inbox}, without a node of its own. */
abstract class Linked<T extends Linked<T>> {
    /** The element that follows; the inbox's. */
    @Nullable
    T next;
}
