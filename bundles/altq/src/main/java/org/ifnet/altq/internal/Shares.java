package org.ifnet.altq.internal;

/**
 * Whose turn it is by weight: that one goes next which has had least of what it should have. What counts is what was had
 * while waiting; who comes back from idling starts where the others are.
 *
 * <p>The middle of the next packet is compared, not its start or end: then over any span each one's part is right to within
 * half a packet, also over the short life of a scheduler that is exchanged again and again.
 */
final class Shares {
    /** Weights further apart are as good as none. */
    private static final double LEAST = 1e-9;

    private static final double MIDDLE = 0.5;
    /** So many packets of the smallest weight is one remembered to have lagged behind. */
    private static final int MEMORY_PACKETS = 8;
    /** Doubles above this begin to lose bytes. */
    private static final double REBASE = 1e15;

    /** By index: what a byte costs; 1 for the greatest weight. */
    private final double[] cost;
    /** By index: what it has had, times its cost; read through {@link #had}. */
    private final double[] had;

    private final double memory;
    private double most;
    /** Where the one was that went last. */
    private double turn;

    /**
     * @param weights bits a second, above 0; 0 for an index that takes no part
     * @param maxFrame bytes of the longest packet that is usual
     */
    Shares(long[] weights, int maxFrame) {
        long greatest = 1;
        for (long weight : weights) {
            greatest = Math.max(greatest, weight);
        }
        cost = new double[weights.length];
        had = new double[weights.length];
        double dearest = 1;
        for (int i = 0; i < weights.length; i++) {
            cost[i] = 1 / Math.max((double) weights[i] / greatest, LEAST);
            dearest = weights[i] > 0 ? Math.max(dearest, cost[i]) : dearest;
        }
        memory = MEMORY_PACKETS * maxFrame * dearest;
    }

    /**
     * Where it starts, if it waited already elsewhere: so much of a packet of that size short of having had its part.
     *
     * @param phase 0 to 1; at random, so that no part is lost or won, however often all is begun anew
     */
    void begins(int i, double phase, int bytes) {
        had[i] = turn + (phase - MIDDLE) * bytes * cost[i];
    }

    /** It waits again. */
    void joins(int i) {
        had[i] = Math.max(had(i), turn);
    }

    /** The lowest goes next. */
    double place(int i, int bytes) {
        return had(i) + MIDDLE * bytes * cost[i];
    }

    void served(int i, int bytes) {
        turn = had(i);
        had[i] = turn + bytes * cost[i];
        most = Math.max(most, had[i]);
        if (most > REBASE) {
            rebase();
        }
    }

    private double had(int i) {
        return Math.max(had[i], most - memory);
    }

    private void rebase() {
        for (int i = 0; i < had.length; i++) {
            had[i] = had(i) - most;
        }
        turn -= most;
        most = 0;
    }
}
