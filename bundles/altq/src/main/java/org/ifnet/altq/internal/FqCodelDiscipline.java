package org.ifnet.altq.internal;

import org.ifnet.IfnetException;
import org.ifnet.ifq.Discipline;
import org.ifnet.ifq.DisciplineSettings;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.Scheduler;
import org.ifnet.ifq.SchedulerContext;
import org.osgi.service.component.annotations.Component;

/**
 * Fair queueing with controlled delay (RFC 8290). Settings: {@code target T} (5ms), {@code interval T} (100ms), {@code flows
 * N} (1024, rounded up to a power of two), {@code quantum N} bytes (the longest frame), {@code limit N} packets (10240),
 * {@code memory N} bytes (none), {@code ecn}. No classes: flows are found, not configured.
 */
@Component(property = Discipline.NAME + "=fq_codel")
public final class FqCodelDiscipline implements Discipline {
    private static final long MILLISECOND = 1_000_000;
    private static final int MAX_FLOWS = 65_536;
    /** Queues of all flows and lanes, which exist from the start. */
    private static final int MAX_QUEUES = 1 << 20;

    private static final int LEAST_QUANTUM = 256;
    private static final int MAX_QUANTUM = 1 << 20;
    private static final int MAX_LIMIT = 1 << 20;

    @Override
    public Scheduler create(DisciplineSpec spec, SchedulerContext context) throws IfnetException {
        Classless.check(spec, "fq_codel");
        DisciplineSettings settings = new DisciplineSettings("fq_codel", spec.settings());
        long target = settings.duration("target", 1000, 10_000 * MILLISECOND, 5 * MILLISECOND);
        long interval = settings.duration("interval", 1000, 100_000 * MILLISECOND, 100 * MILLISECOND);
        if (target > interval) {
            throw settings.bad("target", "is " + target + "ns, more than the interval of " + interval + "ns");
        }
        int quantum =
                settings.number("quantum", LEAST_QUANTUM, MAX_QUANTUM, Math.max(LEAST_QUANTUM, context.maxFrame()));
        int limit = settings.number("limit", 1, MAX_LIMIT, 10_240);
        long memory = settings.has("memory")
                ? settings.number("memory", 1, Integer.MAX_VALUE, Integer.MAX_VALUE)
                : Long.MAX_VALUE;
        int flows = flows(settings, context.lanes());
        boolean ecn = settings.flag("ecn");
        settings.done();
        Codel.Settings codel = new Codel.Settings(target, interval, context.maxFrame());
        return new FqCodel(context, new FqCodel.Settings(codel, flows, quantum, limit, memory, ecn));
    }

    private static int flows(DisciplineSettings settings, int lanes) throws IfnetException {
        int asked = settings.number("flows", 1, MAX_FLOWS, 1024);
        int flows = asked == 1 ? 1 : Integer.highestOneBit(asked - 1) << 1;
        if (flows * lanes > MAX_QUEUES) {
            throw settings.bad("flows", "is " + asked + ", too many for " + lanes + " subqueues");
        }
        return flows;
    }
}
