package org.ifnet.altq.internal;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.ifq.Discipline;
import org.ifnet.ifq.DisciplineSettings;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.DisciplineSpec.ClassSpec;
import org.ifnet.ifq.Scheduler;
import org.ifnet.ifq.SchedulerContext;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/**
 * Priority queueing (reference 3.5): 16 priorities, one class each. Settings of a class: {@code priority 0..15}, {@code qlimit
 * N} (50), {@code default}, and the words of {@link QueueLimits}. The discipline itself has none.
 */
@Component(property = Discipline.NAME + "=priq")
public final class PriqDiscipline implements Discipline {
    static final int PRIORITIES = 16;
    private static final int QLIMIT = 50;
    private static final int MAX_QLIMIT = 65_536;

    @Override
    public Scheduler create(DisciplineSpec spec, SchedulerContext context) throws IfnetException {
        new DisciplineSettings("priq", spec.settings()).done();
        int count = spec.classes().size();
        int[] priorities = new int[count];
        QueueLimit[] limits = new QueueLimit[count];
        @Nullable ClassSpec[] taken = new ClassSpec[PRIORITIES];
        int otherwise = -1;
        for (int i = 0; i < count; i++) {
            ClassSpec cls = spec.classes().get(i);
            DisciplineSettings settings = new DisciplineSettings("priq class " + cls.name(), cls.settings());
            if (!cls.parent().isEmpty()) {
                throw settings.bad("parent", "is " + cls.parent() + ", but priorities have no classes above them");
            }
            priorities[i] = settings.number("priority", 0, PRIORITIES - 1, 1);
            claim(taken, priorities[i], cls);
            limits[i] = QueueLimits.of(settings, context, settings.number("qlimit", 1, MAX_QLIMIT, QLIMIT));
            if (settings.flag("default")) {
                if (otherwise >= 0) {
                    throw settings.bad(
                            "default",
                            "was given to " + spec.classes().get(otherwise).name() + " already");
                }
                otherwise = i;
            }
            settings.done();
        }
        return new Priq(context, priorities, limits, otherwise);
    }

    private static void claim(@Nullable ClassSpec[] taken, int priority, ClassSpec cls) throws IfnetException {
        ClassSpec other = taken[priority];
        if (other != null) {
            throw new IfnetException(
                    Errno.EBUSY, "priq class " + cls.name() + ": priority " + priority + " belongs to " + other.name());
        }
        taken[priority] = cls;
    }
}
