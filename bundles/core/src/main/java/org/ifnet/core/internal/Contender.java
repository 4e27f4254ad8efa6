package org.ifnet.core.internal;

/** Who tries a serializer on a netisr, and is told to try again when it was refused. */
final class Contender {
    private final int place;
    private final Runnable again;
    private volatile boolean refused;

    /**
     * @param place of the serializer
     * @param again makes the attempt be repeated soon; any thread, never blocks
     */
    Contender(int place, Runnable again) {
        this.place = place;
        this.again = again;
    }

    int place() {
        return place;
    }

    void refused(boolean now) {
        refused = now;
    }

    /** The serializer is free: tries again if it was refused. */
    void released() {
        if (refused) {
            refused = false;
            again.run();
        }
    }
}
