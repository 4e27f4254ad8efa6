package org.ifnet.altq.internal;

import org.jspecify.annotations.Nullable;

/** Flows in the order of their turns, linked through themselves. A flow is in one such list at most. */
final class FqCodelTurns {
    private @Nullable FqCodelFlow first;
    private @Nullable FqCodelFlow last;

    @Nullable
    FqCodelFlow first() {
        return first;
    }

    /** Takes the flow, out of the list where it is, to the end of this one. */
    void add(FqCodelFlow flow) {
        remove(flow);
        FqCodelFlow end = last;
        flow.turns = this;
        flow.before = end;
        if (end == null) {
            first = flow;
        } else {
            end.after = flow;
        }
        last = flow;
    }

    /** Takes the flow out of the list where it is. */
    static void remove(FqCodelFlow flow) {
        FqCodelTurns turns = flow.turns;
        if (turns == null) {
            return;
        }
        FqCodelFlow before = flow.before;
        FqCodelFlow after = flow.after;
        if (before == null) {
            turns.first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            turns.last = before;
        } else {
            after.before = before;
        }
        flow.turns = null;
        flow.before = null;
        flow.after = null;
    }
}
