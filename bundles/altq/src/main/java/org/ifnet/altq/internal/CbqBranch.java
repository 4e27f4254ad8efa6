package org.ifnet.altq.internal;

import org.jspecify.annotations.Nullable;

/**
 * The place of a class in the tree, for taking turns: two leaves of one priority are compared by the shares that their
 * branches had of the class above both. So a branch that may have much is no measure for those in another that may not.
 */
final class CbqBranch {
    private final @Nullable CbqBranch parent;
    /** Among the children of the parent. */
    private final int slot;

    private final int depth;
    /** By priority: between the children. */
    private final Shares[] shares;
    /** By priority: how many leaves hold packets. */
    private final int[] waiting = new int[CbqDiscipline.PRIORITIES];
    /** The size of the packet that stands for the next. */
    private int typical;

    private boolean begun;

    /** @param shares by priority: between the children; none for a leaf */
    CbqBranch(@Nullable CbqBranch parent, int slot, Shares[] shares) {
        this.parent = parent;
        this.slot = slot;
        this.shares = shares;
        depth = parent == null ? 0 : parent.depth + 1;
    }

    /** A leaf of that priority holds packets now; for the phase see {@link CbqClass#begins}. */
    void begins(int priority, int size, double phase) {
        CbqBranch each = this;
        for (CbqBranch above = parent; above != null; above = above.parent) {
            if (each.waiting[priority]++ == 0) {
                each.typical = size;
                each.begins(above.shares[priority], size, phase);
            }
            each = above;
        }
    }

    private void begins(Shares among, int size, double phase) {
        if (phase > 0 && !begun) {
            among.begins(slot, phase, size);
        } else {
            among.joins(slot);
        }
        begun = true;
    }

    /** It does not any more. */
    void ends(int priority) {
        for (CbqBranch each = this; each.parent != null; each = each.parent) {
            each.waiting[priority]--;
        }
    }

    void served(int priority, int size) {
        CbqBranch each = this;
        for (CbqBranch above = parent; above != null; above = above.parent) {
            each.typical = size;
            above.shares[priority].served(each.slot, size);
            each = above;
        }
    }

    /** Whether it is the turn of this leaf rather than that of the other; both are of that priority. */
    boolean goesBefore(CbqBranch other, int priority) {
        CbqBranch one = this;
        CbqBranch two = other;
        while (one.parent != two.parent) {
            boolean oneIsDeeper = one.depth >= two.depth;
            boolean twoIsDeeper = two.depth >= one.depth;
            one = oneIsDeeper && one.parent != null ? one.parent : one;
            two = twoIsDeeper && two.parent != null ? two.parent : two;
        }
        return one.place(priority) < two.place(priority);
    }

    private double place(int priority) {
        return parent == null ? 0 : parent.shares[priority].place(slot, typical);
    }
}
