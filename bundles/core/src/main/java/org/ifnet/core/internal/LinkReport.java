package org.ifnet.core.internal;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.ifnet.IfnetEvent;
import org.ifnet.LinkState;
import org.jspecify.annotations.Nullable;

/**
 * The carrier of one interface. A driver reports it from any thread; a worker then publishes the latest report and tells
 * the listeners, under the control lock that the driver's caller may be holding now.
 */
final class LinkReport {
    private final Parts parts;
    private final Events events;
    private final CoreIfnet ifnet;
    private final AtomicBoolean posted = new AtomicBoolean();
    private final AtomicReference<@Nullable Report> latest = new AtomicReference<>();
    private volatile LinkState state = LinkState.UNKNOWN;
    private volatile long baudrate;

    private record Report(Binding from, LinkState state, long baudrate) {}

    LinkReport(Parts parts, Events events, CoreIfnet ifnet, long baudrate) {
        this.parts = parts;
        this.events = events;
        this.ifnet = ifnet;
        this.baudrate = baudrate;
    }

    LinkState state() {
        return state;
    }

    long baudrate() {
        return baudrate;
    }

    /** Any thread; nobody waits. A report that repeats what is published, with none on its way, is none. */
    void report(Binding from, LinkState now, long bits) {
        if (latest.get() == null && state == now && baudrate == bits) {
            return;
        }
        latest.set(new Report(from, now, bits));
        if (!from.isBinding() && posted.compareAndSet(false, true)) {
            parts.workers().post(this::publish);
        }
    }

    private void publish() {
        posted.set(false);
        ifnet.control().lock();
        try {
            settle();
        } finally {
            ifnet.control().unlock();
        }
    }

    /** Under the control lock: what was reported counts now. */
    void settle() {
        Report report = latest.get();
        if (report == null) {
            return;
        }
        if (report.from == ifnet.binding() && !report.from.isQuarantined()) {
            baudrate = report.baudrate;
            change(report.state);
        }
        // Only now: who finds none on its way must find this one published.
        latest.compareAndSet(report, null);
    }

    /** Under the control lock: the driver has gone, and is not kept alive by what it said last. */
    void clear() {
        latest.set(null);
    }

    /** Under the control lock: nothing is known of the carrier any more. */
    void forget() {
        latest.set(null);
        change(LinkState.UNKNOWN);
    }

    private void change(LinkState now) {
        if (state == now) {
            return;
        }
        state = now;
        ifnet.touch();
        if (ifnet.isAttached()) {
            events.emit(ifnet, sequence -> new IfnetEvent.LinkChanged(sequence, ifnet, now));
        }
    }
}
