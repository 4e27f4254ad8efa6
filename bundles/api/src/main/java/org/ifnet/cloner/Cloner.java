package org.ifnet.cloner;

import java.util.List;

import org.ifnet.IfnetException;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/** Knows one kind of pseudo-interface: a service with the property {@link #PREFIX} (reference 2). */
@ConsumerType
public interface Cloner {
    /** Service property, String: the part of the name in front of the unit, letters only. */
    String PREFIX = "cloner.prefix";

    String prefix();

    /** Units 0 to minUnits() - 1 always exist and cannot be destroyed. */
    default int minUnits() {
        return 0;
    }

    /** The highest unit, at most 0x7fff. */
    default int maxUnit() {
        return 0x7fff;
    }

    /**
     * Makes the drivers of one unit; the platform attaches them in order, all or none. Called with the unit reserved.
     *
     * @param params what stood behind {@code create} on the command line, or null
     * @return one, or for a pair two; the first is the one whose name is shown
     */
    List<Clone> create(int unit, @Nullable String params) throws IfnetException;
}
