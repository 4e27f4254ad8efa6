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
import org.osgi.service.component.annotations.Component;

/**
 * Class based queueing (reference 3.5): a tree of up to 256 classes, of which the leaves hold packets. Settings of a class:
 * {@code bandwidth B} (that of its parent, of which a percentage is, too; of the interface for the root), {@code priority
 * 0..7} (1), {@code borrow} (from its parent), {@code maxburst N} packets after a pause (16), {@code qlimit N} (50), {@code
 * root}, {@code default}, and the words of {@link QueueLimits}. The discipline itself has none.
 */
@Component(property = Discipline.NAME + "=cbq")
public final class CbqDiscipline implements Discipline {
    static final int PRIORITIES = 8;
    private static final int MAX_CLASSES = 256;
    private static final int QLIMIT = 50;
    private static final int MAX_QLIMIT = 65_536;
    private static final int BURST = 16;
    private static final int MAX_BURST = 1024;

    @Override
    public Scheduler create(DisciplineSpec spec, SchedulerContext context) throws IfnetException {
        new DisciplineSettings("cbq", spec.settings()).done();
        ClassTree tree = new ClassTree(spec, MAX_CLASSES);
        long[] bandwidths = bandwidths(tree, context);
        CbqClass[] classes = classes(tree, bandwidths, context);
        CbqLeaf[] leaves = leaves(tree, bandwidths, classes, context);
        for (int cls = 0; cls < tree.size(); cls++) {
            tree.settings(cls).done();
        }
        return new Cbq(context, leaves, tree.size(), tree.otherwise());
    }

    private static long[] bandwidths(ClassTree tree, SchedulerContext context) throws IfnetException {
        long[] bandwidths = new long[tree.size()];
        long[] given = new long[tree.size()];
        for (int cls : tree.downwards()) {
            int parent = tree.parent(cls);
            long whole = parent == ClassTree.NONE ? context.bandwidth() : bandwidths[parent];
            bandwidths[cls] = bandwidth(tree.settings(cls), whole);
            if (parent != ClassTree.NONE) {
                given[parent] += bandwidths[cls];
                refuseTooMuch(tree, cls, bandwidths[parent], given[parent]);
            }
        }
        return bandwidths;
    }

    private static long bandwidth(DisciplineSettings settings, long whole) throws IfnetException {
        long bandwidth = settings.bandwidth("bandwidth", whole, whole);
        if (bandwidth > 0) {
            return bandwidth;
        }
        throw settings.bad(
                "bandwidth",
                settings.has("bandwidth")
                        ? "is " + settings.text("bandwidth", "") + ", too little to send anything"
                        : "must be given, that of the interface is not known");
    }

    /** A percentage rounds by half a bit; else what a parent has it cannot give twice. */
    private static void refuseTooMuch(ClassTree tree, int cls, long whole, long given) throws IfnetException {
        if (given > whole + tree.size()) {
            throw tree.settings(cls)
                    .bad(
                            "bandwidth",
                            "is " + tree.settings(cls).text("bandwidth", "that of the parent") + ", which makes "
                                    + given + " bits a second of the " + whole + " of " + tree.name(tree.parent(cls)));
        }
    }

    private static CbqClass[] classes(ClassTree tree, long[] bandwidths, SchedulerContext context)
            throws IfnetException {
        CbqClass[] classes = new CbqClass[tree.size()];
        long line = context.bandwidth() > 0 ? context.bandwidth() : bandwidths[tree.downwards()[0]];
        for (int cls : tree.downwards()) {
            DisciplineSettings settings = tree.settings(cls);
            int parent = tree.parent(cls);
            boolean borrows = settings.flag("borrow");
            if (borrows && parent == ClassTree.NONE) {
                throw settings.bad("borrow", "is from the parent, and the root has none");
            }
            int burst = settings.number("maxburst", 1, MAX_BURST, BURST);
            CbqLimits limits = CbqLimits.of(bandwidths[cls], line, burst, context.maxFrame());
            classes[cls] = new CbqClass(parent == ClassTree.NONE ? null : classes[parent], borrows, limits);
        }
        return classes;
    }

    private static CbqLeaf[] leaves(ClassTree tree, long[] bandwidths, CbqClass[] classes, SchedulerContext context)
            throws IfnetException {
        int[] priorities = new int[tree.size()];
        QueueLimit[] limits = new QueueLimit[tree.size()];
        for (int cls = 0; cls < tree.size(); cls++) {
            priorities[cls] = tree.settings(cls).number("priority", 0, PRIORITIES - 1, 1);
            int length = tree.settings(cls).number("qlimit", 1, MAX_QLIMIT, QLIMIT);
            limits[cls] = QueueLimits.of(tree.settings(cls), context, length, bandwidths[cls]);
        }
        CbqBranch[] branches = branches(tree, bandwidths, priorities, context.maxFrame());
        List<CbqLeaf> leaves = new ArrayList<>();
        for (int cls = 0; cls < tree.size(); cls++) {
            if (tree.isLeaf(cls)) {
                ClassQueue queue = new ClassQueue(context.lanes());
                leaves.add(new CbqLeaf(
                        leaves.size(), cls, priorities[cls], classes[cls], queue, limits[cls], branches[cls]));
            }
        }
        return leaves.toArray(CbqLeaf[]::new);
    }

    private static CbqBranch[] branches(ClassTree tree, long[] bandwidths, int[] priorities, int maxFrame) {
        CbqBranch[] branches = new CbqBranch[tree.size()];
        for (int cls : tree.downwards()) {
            int[] children = tree.children(cls);
            Shares[] shares = new Shares[tree.isLeaf(cls) ? 0 : PRIORITIES];
            Arrays.setAll(shares, priority -> {
                // a leaf takes part in its own priority, a branch in all
                long[] weights = Arrays.stream(children)
                        .mapToLong(c -> tree.isLeaf(c) && priorities[c] != priority ? 0 : bandwidths[c])
                        .toArray();
                return new Shares(weights, maxFrame);
            });
            int parent = tree.parent(cls);
            branches[cls] = parent == ClassTree.NONE
                    ? new CbqBranch(null, 0, shares)
                    : new CbqBranch(branches[parent], Arrays.binarySearch(tree.children(parent), cls), shares);
        }
        return branches;
    }
}
