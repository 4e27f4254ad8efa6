package org.ifnet.altq.internal;

/** Where in the time between two of its packets a class is of which that is not known. */
final class Phase {
    private static final int SPARE_BITS = Long.SIZE - 52;

    private Phase() {}

    /** Above 0 and below 1, evenly, from 64 random bits. */
    static double of(long random) {
        return ((random >>> SPARE_BITS) + 0.5) * 0x1p-52;
    }
}
