package org.ifnet.altq.internal;

import org.ifnet.IfnetException;
import org.ifnet.ifq.Discipline;
import org.ifnet.ifq.DisciplineSettings;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.Scheduler;
import org.ifnet.ifq.SchedulerContext;
import org.osgi.service.component.annotations.Component;

/**
 * Random early detection on one queue (reference 3.5). Settings: {@code min N} (5) and {@code max N} (15) packets on average,
 * {@code inv_p N} (10), {@code limit N} packets (60), {@code ecn}. No classes.
 */
@Component(property = Discipline.NAME + "=red")
public final class RedDiscipline implements Discipline {
    static final int LIMIT = 60;
    static final int MAX_LIMIT = 65_536;

    @Override
    public Scheduler create(DisciplineSpec spec, SchedulerContext context) throws IfnetException {
        Classless.check(spec, "red");
        DisciplineSettings settings = new DisciplineSettings("red", spec.settings());
        RedPace pace = RedPace.of(context.maxFrame(), context.bandwidth());
        RedCurve.Settings curve = QueueLimits.curve(settings, "", 5, 15, pace);
        int limit = settings.number("limit", 1, MAX_LIMIT, LIMIT);
        boolean ecn = settings.flag("ecn");
        settings.done();
        return new SingleQueue(context, new Red(context, curve, limit, ecn));
    }
}
