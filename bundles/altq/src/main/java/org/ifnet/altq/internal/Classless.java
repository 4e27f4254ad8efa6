package org.ifnet.altq.internal;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.ifq.DisciplineSpec;

/** Disciplines that treat all packets as one class, and refuse to be given any. */
final class Classless {
    private Classless() {}

    static void check(DisciplineSpec spec, String discipline) throws IfnetException {
        if (!spec.classes().isEmpty()) {
            throw new IfnetException(
                    Errno.EINVAL,
                    discipline + " class " + spec.classes().get(0).name() + ": " + discipline + " has no classes");
        }
    }
}
