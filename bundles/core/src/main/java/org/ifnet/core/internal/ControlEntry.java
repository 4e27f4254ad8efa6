package org.ifnet.core.internal;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.control.Privilege;
import org.ifnet.netisr.Netisr;
import org.jspecify.annotations.Nullable;

/**
 * The door of every control operation: the privilege, then whether the interface is there, then its control lock. Who may
 * not ask learns nothing, not even whether the interface exists.
 */
final class ControlEntry {
    private final Parts parts;
    private final Events events;

    ControlEntry(Parts parts, Events events) {
        this.parts = parts;
        this.events = events;
    }

    /** An operation under the control lock. */
    interface Operation<T extends @Nullable Object> {
        T on(CoreIfnet ifnet) throws IfnetException;
    }

    /** An operation without an answer. */
    interface Change {
        void on(CoreIfnet ifnet) throws IfnetException;
    }

    /** A change, for which {@link Privilege#INTERFACE} is needed. */
    void change(Credential who, String what, Ifnet ifnet, Change change) throws IfnetException {
        who.require(Privilege.INTERFACE, what + " of " + ifnet.name());
        locked(ifnet, known -> {
            change.on(known);
            return true;
        });
    }

    /** Something that anybody may do, and that must not overlap a change. */
    <T extends @Nullable Object> T locked(Ifnet ifnet, Operation<T> operation) throws IfnetException {
        CoreIfnet known = admitted(ifnet);
        known.control().lock();
        try {
            if (!known.isAttached() || known.isLeaving()) {
                throw IfnetException.noSuchInterface(known.name());
            }
            return operation.on(known);
        } finally {
            known.control().unlock();
        }
    }

    private CoreIfnet admitted(Ifnet ifnet) throws IfnetException {
        if (parts.netisr().current() != Netisr.NONE) {
            throw new IllegalStateException("control calls may block: not on a netisr");
        }
        if (!(ifnet instanceof CoreIfnet known) || !known.isAttached() || known.isLeaving()) {
            throw IfnetException.noSuchInterface(ifnet.name());
        }
        if (parts.held().byCallerBut(known.control())) {
            throw new IllegalStateException("a listener of one interface changes " + known.name() + ": post it");
        }
        Binding bound = known.binding();
        if (bound != null && bound.isInside()) {
            throw new IfnetException(Errno.EBUSY, "the driver of " + known.name() + " is still in a call");
        }
        return known;
    }

    /** The driver's binding; ENXIO without a driver. Under the control lock. */
    static Binding bound(CoreIfnet ifnet) throws IfnetException {
        Binding bound = ifnet.binding();
        if (bound == null) {
            throw new IfnetException(Errno.ENXIO, "interface " + ifnet.name() + " has no driver");
        }
        return bound;
    }

    /** Notes the time of a change and tells of it. Under the control lock. */
    void changed(CoreIfnet ifnet, String what) {
        ifnet.touch();
        events.emit(ifnet, sequence -> new IfnetEvent.Changed(sequence, ifnet, what));
    }
}
