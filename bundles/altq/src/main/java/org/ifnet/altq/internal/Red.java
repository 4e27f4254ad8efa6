package org.ifnet.altq.internal;

import org.ifnet.DropReason;
import org.ifnet.ifq.SchedulerContext;
import org.ifnet.mbuf.Mbuf;
import org.jspecify.annotations.Nullable;

/** Random early detection: see {@link RedCurve}. With {@code ecn} a packet that is drawn is marked, if its sender understands. */
final class Red implements QueueLimit {
    private final SchedulerContext context;
    private final RedCurve curve;
    private final int limit;
    private final boolean ecn;

    Red(SchedulerContext context, RedCurve.Settings settings, int limit, boolean ecn) {
        this.context = context;
        curve = new RedCurve(settings);
        this.limit = limit;
        this.ecn = ecn;
    }

    double average() {
        return curve.average();
    }

    @Override
    public @Nullable DropReason arrives(Mbuf m, int waiting, long now) {
        curve.arrives(waiting, now);
        RedCurve.Verdict verdict = curve.verdict(waiting, context.random());
        if (waiting >= limit) {
            curve.hit();
            return DropReason.QUEUE_FULL;
        }
        if (verdict == RedCurve.Verdict.PASS) {
            return null;
        }
        curve.hit();
        boolean marked = verdict == RedCurve.Verdict.DRAWN && ecn && IpField.markCongestion(m, context.linkHeader());
        return marked ? null : DropReason.EARLY;
    }

    @Override
    public void left(Mbuf m, int waiting, long now) {
        if (waiting == 0) {
            curve.emptied(now);
        }
    }
}
