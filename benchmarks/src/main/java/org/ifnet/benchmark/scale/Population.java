package org.ifnet.benchmark.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;

/** The interfaces that operations are tried on: all of the platform, in an order that no cache foresees. */
final class Population {
    private final Platform platform;
    private final Ours clones;
    private final SplittableRandom chance = new SplittableRandom(42);
    private List<Ifnet> all = List.of();

    Population(Platform platform, Ours clones) {
        this.platform = platform;
        this.clones = clones;
    }

    void resize(int interfaces) throws IfnetException {
        clones.grow(interfaces);
        clones.shrink(interfaces);
        all = new ArrayList<>(platform.ifnets().list());
    }

    int size() {
        return all.size();
    }

    /** Any of them. */
    Ifnet any() {
        return all.get(chance.nextInt(all.size()));
    }

    Platform platform() {
        return platform;
    }
}
