package org.ifnet.altq.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.ifnet.IfnetException;
import org.ifnet.ifq.ClassQueue;
import org.ifnet.ifq.Discipline;
import org.ifnet.ifq.DisciplineSettings;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.Scheduler;
import org.ifnet.ifq.SchedulerContext;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/**
 * Hierarchical fair service curves (reference 3.5): a tree of up to 64 classes, of which the leaves hold packets. Settings of
 * a class: {@code realtime CURVE} (guaranteed; leaves only), {@code linkshare CURVE} or {@code bandwidth B} (its part of what
 * its parent has), {@code upperlimit CURVE}, {@code qlimit N} (50), {@code root}, {@code default}, and the words of {@link
 * QueueLimits}. A curve is a bandwidth, or {@code M1/D/M2}: M1 for the time D, then M2. Percentages are of the interface.
 */
@Component(property = Discipline.NAME + "=hfsc")
public final class HfscDiscipline implements Discipline {
    private static final int MAX_CLASSES = 64;
    private static final int QLIMIT = 50;
    private static final int MAX_QLIMIT = 65_536;
    /** Percentages round by half a bit. */
    private static final double ROUNDING = 1e-6;

    @Override
    public Scheduler create(DisciplineSpec spec, SchedulerContext context) throws IfnetException {
        new DisciplineSettings("hfsc", spec.settings()).done();
        ClassTree tree = new ClassTree(spec, MAX_CLASSES);
        HfscCurves[] curves = new HfscCurves[tree.size()];
        for (int cls = 0; cls < curves.length; cls++) {
            curves[cls] = HfscCurves.read(
                    tree.settings(cls),
                    context.bandwidth(),
                    "hfsc class " + tree.name(cls),
                    tree.isLeaf(cls),
                    tree.parent(cls) == ClassTree.NONE);
        }
        refuseTooMuch(tree, curves, context.bandwidth());
        Scheduler scheduler = build(tree, curves, context);
        for (int cls = 0; cls < tree.size(); cls++) {
            tree.settings(cls).done();
        }
        return scheduler;
    }

    /** Guarantees must fit into the line at every time; two-part curves do when they do at their knees and in the long run. */
    private static void refuseTooMuch(ClassTree tree, HfscCurves[] curves, long line) throws IfnetException {
        if (line <= 0) {
            return;
        }
        List<ServiceCurve> given = new ArrayList<>();
        for (int cls = 0; cls < curves.length; cls++) {
            ServiceCurve guarantee = curves[cls].guarantee();
            if (guarantee != null) {
                given.add(guarantee);
                if (exceeds(given, ServiceCurve.of(line, 0, line).m2() * (1 + ROUNDING))) {
                    throw tree.settings(cls)
                            .bad(
                                    "realtime",
                                    "is " + tree.settings(cls).text("realtime", "")
                                            + ", more than the interface can guarantee besides the others");
                }
            }
        }
    }

    private static boolean exceeds(List<ServiceCurve> given, double line) {
        double end = given.stream().mapToDouble(ServiceCurve::m2).sum();
        boolean exceeds = end > line;
        for (ServiceCurve knee : given) {
            double sum = given.stream().mapToDouble(each -> each.at(knee.d())).sum();
            exceeds |= sum > line * knee.d();
        }
        return exceeds;
    }

    private static Scheduler build(ClassTree tree, HfscCurves[] curves, SchedulerContext context)
            throws IfnetException {
        HfscClass[] classes = new HfscClass[tree.size()];
        HfscLeaf[] leafOf = new HfscLeaf[tree.size()];
        List<HfscLeaf> leaves = new ArrayList<>();
        HfscClass above = null;
        for (int cls : tree.downwards()) {
            int parent = tree.parent(cls);
            above = parent == ClassTree.NONE ? null : classes[parent];
            if (tree.isLeaf(cls)) {
                leafOf[cls] = leaf(tree, cls, above, curves[cls], context);
                leaves.add(leafOf[cls]);
                classes[cls] = leafOf[cls];
            } else {
                classes[cls] = new HfscClass(above, curves[cls].share(), curves[cls].upper(), context.maxFrame());
            }
        }
        for (int cls = 0; cls < classes.length; cls++) {
            classes[cls].children(
                    Arrays.stream(tree.children(cls)).mapToObj(i -> classes[i]).toArray(HfscClass[]::new));
        }
        HfscLeaf otherwise = leafOf[tree.otherwise()];
        return new Hfsc(context, classes[tree.downwards()[0]], leafOf, otherwise, leaves.toArray(HfscLeaf[]::new));
    }

    private static HfscLeaf leaf(
            ClassTree tree, int cls, @Nullable HfscClass parent, HfscCurves curves, SchedulerContext context)
            throws IfnetException {
        DisciplineSettings settings = tree.settings(cls);
        int length = settings.number("qlimit", 1, MAX_QLIMIT, QLIMIT);
        ServiceCurve rate = curves.share() != null ? curves.share() : curves.guarantee();
        long bandwidth = rate == null ? context.bandwidth() : Math.round(rate.m2() * 8e9);
        QueueLimit limit = QueueLimits.of(settings, context, length, bandwidth);
        return new HfscLeaf(cls, parent, curves, new ClassQueue(context.lanes()), limit, context.maxFrame());
    }
}
