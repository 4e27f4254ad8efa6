package org.ifnet.core.internal;

import org.ifnet.IfFlags;
import org.ifnet.IfnetEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How an interface ends (reference 1.5): {@link #begin} makes that nobody finds it, the barrier follows, {@link #finish}
 * takes it down. One detach does all of it under the control lock; many at once share the barrier, and let go of the locks
 * for that while: then the interface is marked as ending, and whoever would detach it as well waits for the mark to go.
 */
final class Departure {
    private static final Logger LOG = LoggerFactory.getLogger(Departure.class);

    private final Parts parts;
    private final Table table;
    private final Domains domains;
    private final LinkLayers layers;
    private final Events events;
    private final UpDown upDown;
    private final Groups groups;
    private final Multicast multicast;

    Departure(
            Parts parts,
            Table table,
            Domains domains,
            LinkLayers layers,
            Events events,
            UpDown upDown,
            Groups groups,
            Multicast multicast) {
        this.parts = parts;
        this.table = table;
        this.domains = domains;
        this.layers = layers;
        this.events = events;
        this.upDown = upDown;
        this.groups = groups;
        this.multicast = multicast;
    }

    /** Announces and unpublishes it. Under the control lock. */
    void announce(CoreIfnet ifnet) {
        events.emit(ifnet, sequence -> new IfnetEvent.Detaching(sequence, ifnet));
        table.unpublish(ifnet);
    }

    /** No call and no packet begins any more, and no domain comes to it. Nobody finds it. Under the control lock. */
    void begin(CoreIfnet ifnet) {
        groups.leaveAll(ifnet);
        ifnet.protocols().close();
        if (ifnet.has(IfFlags.UP)) {
            upDown.silence(ifnet);
        }
        Binding bound = ifnet.binding();
        if (bound != null) {
            bound.closeGate();
            bound.closeSources();
        }
        parts.env().yieldPoint("core.detach.unpublished");
    }

    /** Takes everything from it that attach gave it, in reverse. After the barrier, under the control lock. */
    void finish(CoreIfnet ifnet, Deadline deadline) {
        Binding bound = ifnet.binding();
        if (bound != null) {
            release(ifnet, bound, deadline);
        }
        ifnet.queue().close();
        domains.detachAll(ifnet);
        multicast.clear(ifnet);
        layers.detach(ifnet);
        events.bury(ifnet);
        table.release(ifnet);
    }

    private void release(CoreIfnet ifnet, Binding bound, Deadline deadline) {
        if (!bound.release(deadline)) {
            abandoned(bound.guarded());
        }
        bound.close();
        ifnet.unbind();
    }

    static void abandoned(GuardedDriver guarded) {
        LOG.warn("{}: its driver did not return, {} was abandoned in it", guarded.name(), guarded.threadNames());
    }

    /** All of it. Under the control lock. */
    void run(CoreIfnet ifnet, Deadline deadline) {
        begin(ifnet);
        parts.quiescence().await(deadline);
        finish(ifnet, deadline);
    }

    /** What follows the driver's part of a detach takes little, but not nothing. */
    Deadline driverDeadline(Deadline whole) {
        return Deadline.in(parts.env(), whole.remaining() * 9 / 10);
    }
}
