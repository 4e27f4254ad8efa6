package org.ifnet.altq.internal;

import org.jspecify.annotations.Nullable;

/**
 * A class of the tree, and its part in the other two decisions of HFSC besides the guarantee ({@link HfscLeaf}): among those
 * below one parent that one goes next which is least far along its link-share curve, in virtual time; and none goes that has
 * had what its upper limit allows.
 *
 * <p>As with {@link Shares} the middle of the next packet is compared, and who was held up remembers only some packets of it.
 */
class HfscClass {
    private static final double MIDDLE = 0.5;
    private static final int MEMORY_PACKETS = 8;
    /** Totals and virtual times above these begin to lose precision. */
    static final double REBASE_BYTES = 1e12;

    private static final double REBASE_TIME = 1e14;

    private final @Nullable HfscClass parent;
    private final @Nullable RuntimeCurve share;
    private final @Nullable RuntimeCurve upper;
    /** Nanoseconds that an upper limit makes up for. */
    private final double credit;

    private HfscClass[] children = {};
    /** Virtual nanoseconds that one below remembers to have been held up. */
    private double memory;
    /** Where the one below was that went last by its share. */
    private double turn;
    /** Where the one is that is furthest along. */
    private double most;
    /** Children that hold packets; for a leaf 1 when it does. */
    private int waiting;

    private boolean begun;
    private double total;
    /** The size of the packet that stands for the next. */
    private int typical;

    /**
     * @param parent null for the root
     * @param share null when it gets nothing but its guarantee; not looked at for the root
     * @param upper null when it has no limit
     */
    HfscClass(@Nullable HfscClass parent, @Nullable ServiceCurve share, @Nullable ServiceCurve upper, int maxFrame) {
        this.parent = parent;
        this.share = share == null ? null : new RuntimeCurve(share);
        this.upper = upper == null ? null : new RuntimeCurve(upper);
        credit = upper == null ? 0 : MEMORY_PACKETS * maxFrame / upper.m2();
        if (parent != null && share != null) {
            parent.memory = Math.max(parent.memory, MEMORY_PACKETS * maxFrame / share.m2());
        }
    }

    void children(HfscClass[] below) {
        children = below;
    }

    /**
     * Holds packets again, or one below does.
     *
     * @param phase 0; above it, to 1, when they waited already elsewhere: somewhere between two packets, at random, so that no
     *     part is lost or won, however often all is begun anew
     */
    void begins(int size, double phase, double t) {
        HfscClass each = this;
        for (HfscClass above = parent; each.waiting++ == 0; above = above.parent) {
            each.typical = size;
            each.beginUpper(phase, t);
            if (above == null) {
                each.begun = true;
                return;
            }
            each.beginShare(phase, above.turn);
            each.begun = true;
            each = above;
        }
    }

    private void beginUpper(double phase, double t) {
        if (upper == null) {
            return;
        }
        if (phase > 0 && !begun) {
            upper.resume(t + phase * typical / upper.curve().m2(), total);
        } else {
            upper.begin(t, total);
        }
    }

    private void beginShare(double phase, double at) {
        if (share == null) {
            return;
        }
        if (phase > 0 && !begun) {
            share.resume(at + (phase - MIDDLE) * typical / share.curve().m2(), total);
        } else {
            share.begin(at, total);
        }
    }

    /** The last packet has left. */
    void ends() {
        for (HfscClass each = this; each != null && --each.waiting == 0; each = each.parent) {
            each.turn = each.most;
        }
    }

    /** The leaf whose turn it is by link-sharing; null when none below holds packets in those lanes or none may go. */
    @Nullable
    HfscLeaf next(long lanes, double t) {
        if (waiting == 0 || upper != null && upper.time(total) > t) {
            return null;
        }
        HfscLeaf best = null;
        double least = Double.MAX_VALUE;
        for (HfscClass child : children) {
            double place = child.place();
            if (place < least) {
                HfscLeaf leaf = child.next(lanes, t);
                best = leaf == null ? best : leaf;
                least = leaf == null ? least : place;
            }
        }
        return best;
    }

    private double place() {
        return share == null || waiting == 0 ? Double.MAX_VALUE : share.time(total + MIDDLE * typical);
    }

    /** Nanoseconds until {@link #next} has one; infinite when none waits. */
    double due(long lanes, double t) {
        if (waiting == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double least = Double.POSITIVE_INFINITY;
        for (HfscClass child : children) {
            if (child.share != null) {
                least = Math.min(least, child.due(lanes, t));
            }
        }
        return Math.max(least, untilUpper(t));
    }

    final double untilUpper(double t) {
        return upper == null ? 0 : Math.max(upper.time(total) - t, 0);
    }

    /** Counts the packet for itself and all above. */
    void served(int bytes, boolean byShare, double t) {
        for (HfscClass each = this; each != null; each = each.parent) {
            each.count(bytes, byShare, t);
        }
    }

    private void count(int bytes, boolean byShare, double t) {
        if (upper != null) {
            upper.delay(Math.max(t - credit - upper.time(total), 0));
        }
        if (parent != null && share != null) {
            if (byShare) {
                share.delay(Math.max(parent.turn - parent.memory - share.time(total), 0));
                parent.turn = share.time(total);
            }
            parent.most = Math.max(parent.most, share.time(total + bytes));
        }
        total += bytes;
        typical = bytes;
        rebase();
    }

    private void rebase() {
        if (total > REBASE_BYTES) {
            rebase(share);
            rebase(upper);
            total = 0;
        }
        if (most > REBASE_TIME) {
            for (HfscClass child : children) {
                if (child.share != null) {
                    child.share.delay(-most);
                }
            }
            turn -= most;
            most = 0;
        }
    }

    private void rebase(@Nullable RuntimeCurve curve) {
        if (curve != null) {
            curve.rebase(total);
        }
    }
}
