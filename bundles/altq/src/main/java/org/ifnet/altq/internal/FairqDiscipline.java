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
 * Fair queueing (reference 3.5): 8 priorities, one class each. Settings of a class: {@code priority 0..7} (1), {@code
 * bandwidth B} (that of the interface), {@code qlimit N} packets a bucket (50), {@code buckets N} (256, at most 2048, rounded
 * up to a power of two), {@code hogs B}, {@code default}. The discipline itself has none.
 */
@Component(property = Discipline.NAME + "=fairq")
public final class FairqDiscipline implements Discipline {
    static final int PRIORITIES = 8;
    private static final int QLIMIT = 50;
    private static final int MAX_QLIMIT = 65_536;
    private static final int BUCKETS = 256;
    private static final int MAX_BUCKETS = 2048;

    @Override
    public Scheduler create(DisciplineSpec spec, SchedulerContext context) throws IfnetException {
        new DisciplineSettings("fairq", spec.settings()).done();
        int count = spec.classes().size();
        int[] priorities = new int[count];
        @Nullable ClassSpec[] taken = new ClassSpec[PRIORITIES];
        @Nullable FairqClass[] classes = new FairqClass[PRIORITIES];
        long[] weights = new long[PRIORITIES];
        int otherwise = -1;
        for (int i = 0; i < count; i++) {
            ClassSpec cls = spec.classes().get(i);
            DisciplineSettings settings = new DisciplineSettings("fairq class " + cls.name(), cls.settings());
            if (!cls.parent().isEmpty()) {
                throw settings.bad("parent", "is " + cls.parent() + ", but priorities have no classes above them");
            }
            int priority = settings.number("priority", 0, PRIORITIES - 1, 1);
            claim(taken, priority, cls);
            priorities[i] = priority;
            weights[priority] = bandwidth(settings, context);
            classes[priority] = new FairqClass(buckets(settings, context), weights[priority], context.maxFrame());
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
        return new Fairq(context, priorities, classes, new Shares(weights, context.maxFrame()), otherwise);
    }

    private static long bandwidth(DisciplineSettings settings, SchedulerContext context) throws IfnetException {
        long bandwidth = settings.bandwidth("bandwidth", context.bandwidth(), context.bandwidth());
        if (bandwidth > 0) {
            return bandwidth;
        }
        throw settings.bad(
                "bandwidth",
                settings.has("bandwidth")
                        ? "is " + settings.text("bandwidth", "") + ", too little to send anything"
                        : "must be given, that of the interface is not known");
    }

    private static FairqBuckets buckets(DisciplineSettings settings, SchedulerContext context) throws IfnetException {
        int asked = settings.number("buckets", 1, MAX_BUCKETS, BUCKETS);
        int count = Integer.highestOneBit(2 * asked - 1);
        int limit = settings.number("qlimit", 1, MAX_QLIMIT, QLIMIT);
        long hogs = settings.bandwidth("hogs", context.bandwidth(), 0);
        return new FairqBuckets(context.lanes(), count, limit, hogs);
    }

    private static void claim(@Nullable ClassSpec[] taken, int priority, ClassSpec cls) throws IfnetException {
        ClassSpec other = taken[priority];
        if (other != null) {
            throw new IfnetException(
                    Errno.EBUSY,
                    "fairq class " + cls.name() + ": priority " + priority + " belongs to " + other.name());
        }
        taken[priority] = cls;
    }
}
