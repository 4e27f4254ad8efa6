package org.ifnet.core.internal;

import org.jspecify.annotations.Nullable;

/** One attach on its way, which others may want to end. */
final class Attempt {
    private final Deadline deadline;
    private volatile boolean cancelled;
    private volatile @Nullable GuardedDriver driver;
    private volatile @Nullable CoreIfnet ifnet;

    private final @Nullable String group;

    /**
     * @param deadline for all that the driver does in it
     * @param group what the interface belongs to from the start beside the group of all, or null
     */
    Attempt(Deadline deadline, @Nullable String group) {
        this.deadline = deadline;
        this.group = group;
    }

    @Nullable
    String group() {
        return group;
    }

    Deadline deadline() {
        return deadline;
    }

    void driver(GuardedDriver guarded) {
        driver = guarded;
    }

    void ifnet(CoreIfnet made) {
        ifnet = made;
        if (cancelled) {
            made.leave();
        }
    }

    /** The interface is not wanted any more: the driver has at most {@code nanos} to end what it does. */
    void cancel(long nanos) {
        cancelled = true;
        CoreIfnet made = ifnet;
        if (made != null) {
            made.leave();
        }
        deadline.shorten(nanos);
        GuardedDriver guarded = driver;
        if (guarded != null) {
            guarded.hurry(nanos);
        }
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** The caller was called by this driver or by the attach itself. */
    boolean isBelow() {
        GuardedDriver guarded = driver;
        CoreIfnet made = ifnet;
        return guarded != null && guarded.guard().isInside() || made != null && made.isBelow();
    }
}
