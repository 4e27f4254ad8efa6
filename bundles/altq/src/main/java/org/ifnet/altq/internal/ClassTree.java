package org.ifnet.altq.internal;

import java.util.stream.IntStream;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.ifq.DisciplineSettings;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.DisciplineSpec.ClassSpec;
import org.ifnet.ifq.DisciplineSpec.FilterSpec;

/** The relations between the classes of a specification: one root, one default, every class below the root, no circles. */
final class ClassTree {
    static final int NONE = -1;

    private final DisciplineSpec spec;
    private final DisciplineSettings[] settings;
    private final int[] parents;
    private final boolean[] hasChildren;
    private final int[] downwards;
    private final int root;
    private final int otherwise;

    /** Refuses what is no tree, or has more classes than {@code most}. */
    ClassTree(DisciplineSpec spec, int most) throws IfnetException {
        int count = spec.classes().size();
        if (count > most) {
            throw new IfnetException(Errno.ENOMEM, spec.discipline() + ": " + count + " classes, more than " + most);
        }
        this.spec = spec;
        settings = new DisciplineSettings[count];
        for (int i = 0; i < count; i++) {
            ClassSpec cls = spec.classes().get(i);
            settings[i] = new DisciplineSettings(spec.discipline() + " class " + cls.name(), cls.settings());
        }
        root = only("root");
        otherwise = only("default");
        parents = new int[count];
        hasChildren = new boolean[count];
        for (int i = 0; i < count; i++) {
            parents[i] = findParent(i);
            if (parents[i] != NONE) {
                hasChildren[parents[i]] = true;
            }
        }
        downwards = sort();
        refusePacketsAbove();
    }

    /** The class with that flag. */
    private int only(String flag) throws IfnetException {
        int found = NONE;
        for (int i = 0; i < settings.length; i++) {
            if (settings[i].flag(flag)) {
                if (found != NONE) {
                    throw settings[i].bad(flag, "was given to " + name(found) + " already");
                }
                found = i;
            }
        }
        if (found == NONE) {
            throw new IfnetException(Errno.EINVAL, spec.discipline() + ": no class is " + flag);
        }
        return found;
    }

    private int findParent(int i) throws IfnetException {
        String name = spec.classes().get(i).parent();
        if (i == root) {
            if (!name.isEmpty()) {
                throw settings[i].bad("parent", "is " + name + ", but nothing is above the root");
            }
            return NONE;
        }
        int parent = spec.indexOf(name);
        if (parent == NONE) {
            throw settings[i].bad(
                    "parent", name.isEmpty() ? "must be given, only the root has none" : "is " + name + ", no class");
        }
        return parent;
    }

    /** The classes, parents before their children. */
    private int[] sort() throws IfnetException {
        int[] order = new int[parents.length];
        boolean[] placed = new boolean[parents.length];
        order[0] = root;
        placed[root] = true;
        int filled = 1;
        for (int before = 0; filled > before; ) {
            before = filled;
            filled = place(order, filled, placed);
        }
        for (int i = 0; i < placed.length; i++) {
            if (!placed[i]) {
                throw settings[i].bad("parent", "is " + name(parents[i]) + ", which makes a circle");
            }
        }
        return order;
    }

    private int place(int[] order, int filled, boolean[] placed) {
        int next = filled;
        for (int i = 0; i < parents.length; i++) {
            if (!placed[i] && placed[parents[i]]) {
                placed[i] = true;
                order[next++] = i;
            }
        }
        return next;
    }

    private void refusePacketsAbove() throws IfnetException {
        if (hasChildren[otherwise]) {
            throw settings[otherwise].bad("default", "is for packets, but the class has others below");
        }
        for (FilterSpec filter : spec.filters()) {
            int cls = spec.indexOf(filter.className());
            if (cls != NONE && hasChildren[cls]) {
                throw settings[cls].bad(
                        "filter " + filter.match() + " " + filter.value(),
                        "is for packets, but the class has others below");
            }
        }
    }

    int size() {
        return parents.length;
    }

    String name(int cls) {
        return spec.classes().get(cls).name();
    }

    DisciplineSettings settings(int cls) {
        return settings[cls];
    }

    /** {@link #NONE} for the root. */
    int parent(int cls) {
        return parents[cls];
    }

    /** Of that class, ascending. */
    int[] children(int cls) {
        return IntStream.range(0, parents.length).filter(i -> parents[i] == cls).toArray();
    }

    boolean isLeaf(int cls) {
        return !hasChildren[cls];
    }

    /** The default class. */
    int otherwise() {
        return otherwise;
    }

    /** All classes, parents before their children. */
    int[] downwards() {
        return downwards;
    }
}
