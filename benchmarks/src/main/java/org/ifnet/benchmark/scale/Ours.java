package org.ifnet.benchmark.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.ifnet.IfnetException;

/** Clones of one kind on the platform, created and destroyed through the service that the shell uses. */
final class Ours {
    private final Platform platform;
    private final Kind kind;
    private final List<String> names = new ArrayList<>();

    Ours(Platform platform, Kind kind) {
        this.platform = platform;
        this.kind = kind;
    }

    /** Interfaces a second. */
    record Rates(double create, double destroy, double bulkDestroy) {}

    /** Creates that many interfaces one by one, destroys some one by one, and the rest at once. */
    Rates run(int interfaces, int destroys) throws IfnetException {
        long begin = System.nanoTime();
        grow(interfaces);
        double create = interfaces / seconds(begin);
        begin = System.nanoTime();
        for (int left = destroys; left > 0; left -= kind.ends()) {
            platform.cloners().destroy(Platform.ROOT, names.remove(names.size() - 1));
        }
        double destroy = destroys / seconds(begin);
        int rest = interfaces();
        begin = System.nanoTime();
        shrink(0);
        return new Rates(create, destroy, rest / seconds(begin));
    }

    int interfaces() {
        return names.size() * kind.ends();
    }

    /** The names to destroy the clones by. */
    List<String> names() {
        return names;
    }

    /** Creates one by one until there are so many interfaces. */
    void grow(int interfaces) throws IfnetException {
        while (interfaces() < interfaces) {
            names.add(platform.cloners().create(Platform.ROOT, kind.ours(), null));
        }
    }

    /** Destroys at once what is more than so many interfaces. */
    void shrink(int interfaces) throws IfnetException {
        List<String> surplus = names.subList(interfaces / kind.ends(), names.size());
        Map<String, IfnetException> failed = platform.cloners().destroyAll(Platform.ROOT, List.copyOf(surplus));
        surplus.clear();
        if (!failed.isEmpty()) {
            throw failed.values().iterator().next();
        }
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
