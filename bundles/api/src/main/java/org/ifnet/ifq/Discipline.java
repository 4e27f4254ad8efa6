package org.ifnet.ifq;

import org.ifnet.IfnetException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A way to order and limit what waits at an interface: an ALTQ discipline, a queueing discipline of tc(8). A service with
 * the property {@link #NAME}; anybody may add one. When the service goes, interfaces that use it fall back to the classic
 * queue without losing a packet, and take it up again when it returns.
 */
@ConsumerType
public interface Discipline {
    /** Service property, String: the word by which commands name it, lower case. */
    String NAME = "ifnet.discipline";

    /**
     * Makes the state of one interface, empty. Control path, any thread; must not call back into the queue. Whatever is wrong
     * with the specification is said here: a scheduler takes every packet that it is given.
     *
     * @throws IfnetException EINVAL for a setting, class or relation that makes no sense, with the word and the value;
     *     EBUSY for something given twice; ENOMEM for too many classes
     */
    Scheduler create(DisciplineSpec spec, SchedulerContext context) throws IfnetException;
}
