package org.ifnet.core.internal;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import java.util.function.Supplier;

import org.ifnet.IfnetEvent;
import org.ifnet.IfnetListener;
import org.ifnet.Registration;

/**
 * Tells listeners what happens to interfaces. Every interface keeps the list of those who know it, under its control
 * lock: a listener enters it either when the interface is announced or when the listener is added, whichever comes
 * second, and so hears of the interface exactly once.
 */
final class Events {
    private final Parts parts;
    private final Supplier<List<CoreIfnet>> interfaces;
    private final AtomicLong sequence = new AtomicLong();
    private final AtomicReference<Subscriber[]> subscribers = new AtomicReference<>(new Subscriber[0]);

    /** @param interfaces all that are announced, and perhaps more */
    Events(Parts parts, Supplier<List<CoreIfnet>> interfaces) {
        this.parts = parts;
        this.interfaces = interfaces;
    }

    Registration listen(IfnetListener listener, boolean replay) {
        Subscriber fresh = new Subscriber(parts, listener);
        subscribers.updateAndGet(old -> Snapshot.with(old, fresh));
        for (CoreIfnet ifnet : interfaces.get()) {
            if (ifnet.audience().isAnnounced()) {
                join(ifnet, fresh, replay);
            }
        }
        return () -> {
            subscribers.updateAndGet(old -> Snapshot.without(old, fresh));
            fresh.close();
        };
    }

    private void join(CoreIfnet ifnet, Subscriber fresh, boolean replay) {
        ifnet.control().lock();
        try {
            Audience audience = ifnet.audience();
            // One that is ending is announced still, but nobody new hears of it any more.
            if (ifnet.isAttached() && audience.join(fresh) && replay) {
                fresh.deliver(new IfnetEvent.Attached(audience.announced(), ifnet));
            }
        } finally {
            ifnet.control().unlock();
        }
    }

    /** The interface is there. Under its control lock. */
    void announce(CoreIfnet ifnet) {
        long number = sequence.incrementAndGet();
        ifnet.audience().announce(number, subscribers::get);
        ifnet.audience().tell(new IfnetEvent.Attached(number, ifnet));
    }

    /** Something happened to an interface. Under its control lock; nobody hears of it before it was announced. */
    void emit(CoreIfnet ifnet, LongFunction<IfnetEvent> event) {
        if (ifnet.audience().isAnnounced()) {
            ifnet.audience().tell(event.apply(sequence.incrementAndGet()));
        }
    }

    /** It is gone. Under its control lock; the last that anybody hears of it. */
    void bury(CoreIfnet ifnet) {
        emit(ifnet, number -> new IfnetEvent.Detached(number, ifnet));
        ifnet.audience().bury();
    }
}
