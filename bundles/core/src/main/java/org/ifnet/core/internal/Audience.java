package org.ifnet.core.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

import org.ifnet.IfnetEvent;
import org.jspecify.annotations.Nullable;

/** Those who know of one interface. Under its control lock, but for {@link #isAnnounced}. */
final class Audience {
    private static final Subscriber[] NOBODY = {};

    private Subscriber[] members = NOBODY;
    /** What is to be told when all have heard of what is being told; null when there is nothing. */
    private @Nullable Deque<IfnetEvent> waiting;

    private boolean telling;
    private long announced;
    private volatile boolean open;

    /** Opens first and takes the listeners then: one who comes meanwhile sees that it is open and joins. */
    void announce(long sequence, Supplier<Subscriber[]> listeners) {
        announced = sequence;
        open = true;
        members = listeners.get();
    }

    /** Between the announcement and the end. */
    boolean isAnnounced() {
        return open;
    }

    /** The sequence number of the announcement. */
    long announced() {
        return announced;
    }

    /** False when it is a member already or there is nothing to join. */
    boolean join(Subscriber fresh) {
        if (!open || Snapshot.indexOf(members, fresh) >= 0) {
            return false;
        }
        members = Snapshot.with(members, fresh);
        return true;
    }

    /** Tells everybody. What a listener changes meanwhile is told when all have heard of this: everybody hears in order. */
    void tell(IfnetEvent event) {
        if (telling) {
            waiting = waiting == null ? new ArrayDeque<>() : waiting;
            waiting.add(event);
            return;
        }
        telling = true;
        try {
            for (IfnetEvent next = event; next != null; next = waiting == null ? null : waiting.poll()) {
                tellAll(next);
            }
        } finally {
            telling = false;
            waiting = null;
        }
    }

    private void tellAll(IfnetEvent event) {
        for (Subscriber member : members) {
            if (!member.deliver(event)) {
                members = Snapshot.without(members, member);
            }
        }
    }

    void bury() {
        open = false;
        members = NOBODY;
    }
}
