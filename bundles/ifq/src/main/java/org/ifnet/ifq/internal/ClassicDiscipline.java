package org.ifnet.ifq.internal;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.ifq.Discipline;
import org.ifnet.ifq.DisciplineSettings;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.Scheduler;
import org.ifnet.ifq.SchedulerContext;
import org.osgi.service.component.annotations.Component;

/** The discipline {@code classic}. Its setting {@code drophead} drops the oldest instead of the newest of a full queue. */
@Component(property = Discipline.NAME + "=" + ClassicDiscipline.NAME)
public final class ClassicDiscipline implements Discipline {
    static final String NAME = "classic";

    @Override
    public Scheduler create(DisciplineSpec spec, SchedulerContext context) throws IfnetException {
        DisciplineSettings settings = new DisciplineSettings(NAME, spec.settings());
        boolean dropHead = settings.flag("drophead");
        settings.done();
        if (!spec.classes().isEmpty()) {
            throw new IfnetException(
                    Errno.EINVAL,
                    "classic has no classes, class " + spec.classes().get(0).name() + " was asked for");
        }
        return new ClassicScheduler(context, dropHead);
    }
}
