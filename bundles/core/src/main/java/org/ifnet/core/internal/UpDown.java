package org.ifnet.core.internal;

import org.ifnet.DriverState;
import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetException;
import org.ifnet.wire.MacAddress;

/**
 * An interface goes up and down (reference 1.7), by command or because its driver is not to be called any more. Every
 * method is called under, or takes, the interface's control lock.
 */
final class UpDown {
    private final Parts parts;
    private final Domains domains;
    private final Events events;

    UpDown(Parts parts, Domains domains, Events events) {
        this.parts = parts;
        this.domains = domains;
        this.events = events;
    }

    /** The driver first, so that protocols find it working; a quarantined driver is bound anew. Under the control lock. */
    void up(CoreIfnet ifnet) throws IfnetException {
        Binding bound = ifnet.binding();
        if (bound == null) {
            throw new IfnetException(Errno.ENXIO, "interface " + ifnet.name() + " has no driver");
        }
        if (bound.isQuarantined()) {
            bound = rebind(ifnet, bound);
        }
        bound.init();
        ifnet.flags(IfFlags.UP | IfFlags.RUNNING, 0);
        ifnet.queue().setRunning(true);
        if (!bound.isOpen()) {
            // The gate closed behind init: what closed it found nothing to clear yet.
            ifnet.driverGone();
        }
        ifnet.touch();
        if (!ifnet.has(IfFlags.SMART)) {
            // Listeners first: what the protocols do about it may be a flood of further news.
            events.emit(ifnet, sequence -> new IfnetEvent.Up(sequence, ifnet));
            domains.up(ifnet);
        }
    }

    /** When it returns no packet of before is on its way. Under the control lock. */
    void down(CoreIfnet ifnet) {
        silence(ifnet);
        parts.quiescence().await();
        Binding bound = ifnet.binding();
        if (bound != null) {
            bound.stop();
        }
        ifnet.queue().purge();
    }

    /** Packets are refused from here on; listeners know, and then the protocols. Under the control lock. */
    void silence(CoreIfnet ifnet) {
        ifnet.flags(0, IfFlags.UP | IfFlags.RUNNING);
        ifnet.queue().setRunning(false);
        ifnet.touch();
        if (!ifnet.has(IfFlags.SMART)) {
            events.emit(ifnet, sequence -> new IfnetEvent.Down(sequence, ifnet));
            domains.down(ifnet);
        }
        ifnet.queue().purge();
    }

    /** A worker completes what closing the gate began. */
    void quarantined(Binding bound) {
        CoreIfnet ifnet = bound.ifnet();
        ifnet.control().lock();
        try {
            complete(bound);
        } finally {
            ifnet.control().unlock();
        }
    }

    /** Once for each binding, by whoever has the control lock first: the worker, or the next command. */
    private void complete(Binding bound) {
        CoreIfnet ifnet = bound.ifnet();
        bound.closeSources();
        if (!ifnet.isAttached() || !bound.completeQuarantine()) {
            return;
        }
        if (ifnet.has(IfFlags.UP)) {
            silence(ifnet);
            parts.quiescence().await();
            ifnet.queue().purge();
        }
        ifnet.link().forget();
        String why = bound.status();
        events.emit(ifnet, sequence -> new IfnetEvent.DriverChanged(sequence, ifnet, DriverState.QUARANTINED, why));
    }

    /** Lets the driver go and binds it again, as if it had just come. */
    private Binding rebind(CoreIfnet ifnet, Binding old) throws IfnetException {
        complete(old);
        GuardedDriver guarded = old.guarded();
        if (guarded.guard().inside() > 0) {
            throw new IfnetException(Errno.EBUSY, "the driver of " + ifnet.name() + " is still in a call");
        }
        if (!old.release(parts.deadline())) {
            throw new IfnetException(Errno.EBUSY, "the driver of " + ifnet.name() + " did not let go");
        }
        Binding fresh = new Binding(parts, ifnet, guarded);
        ifnet.bind(fresh);
        try {
            fresh.attach(parts.deadline());
        } catch (IfnetException e) {
            fresh.refused(e.getMessage());
            throw e;
        }
        configure(ifnet, fresh);
        ifnet.link().settle();
        events.emit(ifnet, sequence -> new IfnetEvent.DriverChanged(sequence, ifnet, DriverState.BOUND, ""));
        return fresh;
    }

    /** A driver that comes back knows only what it said in its info; what was changed since then is told again. */
    private static void configure(CoreIfnet ifnet, Binding fresh) throws IfnetException {
        int mtu = ifnet.mtu();
        MacAddress lladdr = ifnet.lladdr();
        int filter = ifnet.flags() & (IfFlags.PROMISC | IfFlags.ALLMULTI);
        try {
            if (mtu != ifnet.info().mtu()) {
                fresh.change("setMtu", driver -> driver.setMtu(mtu));
            }
            if (lladdr != null && !lladdr.equals(ifnet.info().lladdr())) {
                fresh.change("setLladdr", driver -> driver.setLladdr(lladdr));
            }
            if ((ifnet.flags() & FlagControl.DEVICE) != 0) {
                fresh.change("setFlags", driver -> driver.setFlags(ifnet.flags()));
            }
            if (filter != 0) {
                fresh.change("setFilter", driver -> driver.setFilter(ifnet.flags()));
            }
            if (ifnet.capabilitiesEnabled() != ifnet.info().capabilities()) {
                fresh.change("setCapabilities", driver -> driver.setCapabilities(ifnet.capabilitiesEnabled()));
            }
            Multicast.reload(ifnet, fresh);
            ifnet.choices().tell(fresh);
        } catch (IfnetException e) {
            fresh.quarantine(e.getMessage(), null);
            throw e;
        }
    }
}
