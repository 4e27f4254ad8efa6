package org.ifnet.netisr.internal;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps what tests provoke on purpose out of the output of the build. */
final class Quiet {
    /** Held, since the logging system forgets loggers that nobody holds. */
    private static final Logger LOG = Logger.getLogger("org.ifnet.netisr.internal");

    private Quiet() {}

    static void please() {
        LOG.setLevel(Level.OFF);
    }
}
