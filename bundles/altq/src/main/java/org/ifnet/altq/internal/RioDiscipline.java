package org.ifnet.altq.internal;

import org.ifnet.IfnetException;
import org.ifnet.ifq.Discipline;
import org.ifnet.ifq.DisciplineSettings;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.Scheduler;
import org.ifnet.ifq.SchedulerContext;
import org.osgi.service.component.annotations.Component;

/**
 * RED with three drop precedences on one queue (reference 3.5). Settings: {@code low_min N} (35), {@code low_max N} (45),
 * {@code medium_min N} (20), {@code medium_max N} (30), {@code high_min N} (5), {@code high_max N} (15), {@code inv_p N} (10),
 * {@code limit N} packets (60), {@code cleardscp}. No classes.
 */
@Component(property = Discipline.NAME + "=rio")
public final class RioDiscipline implements Discipline {
    @Override
    public Scheduler create(DisciplineSpec spec, SchedulerContext context) throws IfnetException {
        Classless.check(spec, "rio");
        DisciplineSettings settings = new DisciplineSettings("rio", spec.settings());
        RedCurve.Settings[] curves = QueueLimits.curves(settings, RedPace.of(context.maxFrame(), context.bandwidth()));
        int limit = settings.number("limit", 1, RedDiscipline.MAX_LIMIT, RedDiscipline.LIMIT);
        boolean clear = settings.flag("cleardscp");
        settings.done();
        return new SingleQueue(context, new Rio(context, curves, limit, clear));
    }
}
