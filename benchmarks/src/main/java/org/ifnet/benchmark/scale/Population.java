package org.ifnet.benchmark.scale;

import java.util.List;
import java.util.SplittableRandom;

import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;

/**
 * The interfaces that operations are tried on, in an order that no cache foresees. With many interfaces, either as many of
 * them as there are with few, or all: the first shows what the others that are there cost, the second
 * adds what it costs that a processor's cache does not hold the memory of all.
 */
final class Population {
    private final Platform platform;
    private final Ours clones;
    private final SplittableRandom chance = new SplittableRandom(42);
    private List<Ifnet> all = List.of();
    private List<Ifnet> used = List.of();

    Population(Platform platform, Ours clones) {
        this.platform = platform;
        this.clones = clones;
    }

    void resize(int interfaces) throws IfnetException {
        clones.grow(interfaces);
        clones.shrink(interfaces);
        // What collecting the garbage of this change costs is no cost of the operations that follow.
        System.gc();
        all = platform.ifnets().list().stream()
                .filter(ifnet -> ifnet.type() == IfType.ETHER)
                .toList();
        used = all;
    }

    /** Uses only so many of them from here on, neighbours from the middle. */
    void use(int count) {
        int from = (all.size() - count) / 2;
        used = all.subList(from, from + count);
    }

    int size() {
        return all.size();
    }

    /** Any of those in use. */
    Ifnet any() {
        return used.get(chance.nextInt(used.size()));
    }

    Platform platform() {
        return platform;
    }
}
