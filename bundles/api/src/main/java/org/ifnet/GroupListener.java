package org.ifnet;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a packet filter hangs its own tables on: is told of groups coming, changing and going. A service, whiteboard style.
 * Called by the thread that makes the change, which may hold the control lock of one interface; it may read everything and
 * must not change interfaces. What it throws is logged.
 */
@ConsumerType
public interface GroupListener {
    /** A group comes: it is told before anybody finds the group. */
    default void groupAttached(String group) {}

    /** Its members changed: after a join, and after a leave before {@link #groupDetached}. */
    default void groupChanged(String group) {}

    /** The last member left, and nobody finds the group any more. */
    default void groupDetached(String group) {}
}
