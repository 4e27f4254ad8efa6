package org.ifnet.altq.internal;

import org.ifnet.ifq.ClassQueue;
import org.jspecify.annotations.Nullable;

/** A bucket of flows: their packets, what it has left of its turn, and its place in a {@link FqCodelTurns}. */
final class FqCodelFlow {
    final ClassQueue queue;
    final Codel codel;
    /** Bytes that it may still send in this turn; 0 or less when the turn is over. */
    int credit;

    @Nullable
    FqCodelTurns turns;

    @Nullable
    FqCodelFlow before;

    @Nullable
    FqCodelFlow after;

    FqCodelFlow(int lanes, Codel.Settings settings) {
        queue = new ClassQueue(lanes);
        codel = new Codel(settings);
    }
}
