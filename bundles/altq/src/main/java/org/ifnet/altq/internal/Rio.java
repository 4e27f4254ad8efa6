package org.ifnet.altq.internal;

import org.ifnet.DropReason;
import org.ifnet.ifq.SchedulerContext;
import org.ifnet.mbuf.Mbuf;
import org.jspecify.annotations.Nullable;

/**
 * Random early detection with several drop precedences (RED with in and out), which assured forwarding (RFC 2597) puts into
 * the DSCP. A packet is judged by how many wait that are to be dropped no sooner than itself; thus what is to be dropped first
 * sees the whole queue and goes before the rest has to suffer.
 */
final class Rio implements QueueLimit {
    static final int PRECEDENCES = 3;
    /** The drop precedence in the byte of the DSCP: 1, 2, 3; what has none is dropped last. */
    private static final int PRECEDENCE_MASK = 0x18;

    private static final int PRECEDENCE_SHIFT = 3;

    private final SchedulerContext context;
    private final RedCurve[] curves = new RedCurve[PRECEDENCES];
    /** Packets of that precedence or a lower one. */
    private final int[] upTo = new int[PRECEDENCES];

    private final int limit;
    private final boolean clearDscp;

    /** @param settings from the precedence that is dropped last to the one that is dropped first */
    Rio(SchedulerContext context, RedCurve.Settings[] settings, int limit, boolean clearDscp) {
        this.context = context;
        for (int i = 0; i < PRECEDENCES; i++) {
            curves[i] = new RedCurve(settings[i]);
        }
        this.limit = limit;
        this.clearDscp = clearDscp;
    }

    @Override
    public @Nullable DropReason arrives(Mbuf m, int waiting, long now) {
        int precedence = precedence(m);
        for (int i = precedence; i < PRECEDENCES; i++) {
            curves[i].arrives(upTo[i], now);
        }
        RedCurve.Verdict verdict = curves[precedence].verdict(upTo[precedence], context.random());
        if (waiting < limit && verdict == RedCurve.Verdict.PASS) {
            count(precedence, 1);
            return null;
        }
        curves[precedence].hit();
        return waiting >= limit ? DropReason.QUEUE_FULL : DropReason.EARLY;
    }

    @Override
    public void adopted(Mbuf m) {
        count(precedence(m), 1);
    }

    @Override
    public void left(Mbuf m, int waiting, long now) {
        int precedence = precedence(m);
        count(precedence, -1);
        for (int i = precedence; i < PRECEDENCES; i++) {
            if (upTo[i] == 0) {
                curves[i].emptied(now);
            }
        }
        if (clearDscp) {
            IpField.clearDscp(m, context.linkHeader());
        }
    }

    @Override
    public void released(Mbuf m) {
        count(precedence(m), -1);
    }

    private void count(int precedence, int packets) {
        for (int i = precedence; i < PRECEDENCES; i++) {
            upTo[i] += packets;
        }
    }

    private int precedence(Mbuf m) {
        int field = IpField.get(m, context.linkHeader());
        int precedence = field < 0 ? 0 : (field & PRECEDENCE_MASK) >>> PRECEDENCE_SHIFT;
        return Math.max(0, precedence - 1);
    }
}
