package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.control.IfqControl;
import org.ifnet.ifq.DisciplineSettings;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.DisciplineSpec.ClassSpec;
import org.ifnet.ifq.DisciplineSpec.FilterSpec;
import org.ifnet.ifq.Regulator;
import org.ifnet.ifq.SubqueueMap;
import org.jspecify.annotations.Nullable;

/** The words of {@code ifq IF ...} that change something. */
final class IfqChange {
    static final List<String> WORDS = List.of(
            "altq", "-altq", "queue", "-queue", "match", "-match", "tbr", "-tbr", "limit", "map", "owner", "purge");

    private final IfqControl control;
    private final Credential who;
    private final Ifnet ifnet;
    private final Deque<String> rest;

    IfqChange(IfqControl control, Credential who, Ifnet ifnet, List<String> words) {
        this.control = control;
        this.who = who;
        this.ifnet = ifnet;
        rest = new ArrayDeque<>(words);
    }

    void run(PrintStream out) throws IfnetException {
        String word = rest.removeFirst();
        switch (word) {
            case "altq" -> altq();
            case "-altq" -> withdraw();
            case "queue" -> queue();
            case "-queue" -> removeQueue(value("-queue needs a name"));
            case "match" -> match();
            case "-match" -> removeMatch();
            case "tbr" -> regulate();
            case "-tbr" -> {
                done();
                control.setRegulator(who, ifnet, null);
            }
            case "limit" -> limit();
            case "map" -> map();
            case "owner" -> owner();
            case "purge" -> {
                done();
                out.println(control.purge(who, ifnet) + " packets purged");
            }
            default -> throw new IfnetException(Errno.EINVAL, "unknown word " + word);
        }
    }

    private String value(String otherwise) throws IfnetException {
        if (rest.isEmpty()) {
            throw new IfnetException(Errno.EINVAL, otherwise);
        }
        return rest.removeFirst();
    }

    private void done() throws IfnetException {
        if (!rest.isEmpty()) {
            throw new IfnetException(Errno.EINVAL, "unexpected word " + rest.peekFirst());
        }
    }

    private void altq() throws IfnetException {
        List<String> words = List.copyOf(rest);
        if (words.equals(List.of("enable"))) {
            control.enableDiscipline(who, ifnet);
        } else if (words.equals(List.of("disable"))) {
            control.disableDiscipline(who, ifnet);
        } else {
            DisciplineSpec spec = QueueWords.discipline(words);
            DisciplineSpec before = ifnet.queue().discipline();
            control.attachDiscipline(who, ifnet, spec);
            try {
                control.enableDiscipline(who, ifnet);
            } catch (IfnetException e) {
                restore(before);
                throw e;
            }
        }
    }

    private void restore(@Nullable DisciplineSpec before) throws IfnetException {
        if (before == null) {
            control.detachDiscipline(who, ifnet);
        } else {
            control.attachDiscipline(who, ifnet, before);
        }
    }

    private void withdraw() throws IfnetException {
        done();
        control.disableDiscipline(who, ifnet);
        control.detachDiscipline(who, ifnet);
    }

    private void queue() throws IfnetException {
        ClassSpec wanted = QueueWords.queue(rest);
        done();
        control.changeDiscipline(who, ifnet, old -> {
            List<ClassSpec> classes = new ArrayList<>(old.classes());
            int at = old.indexOf(wanted.name());
            if (at < 0) {
                classes.add(wanted);
            } else {
                classes.set(at, wanted);
            }
            return new DisciplineSpec(old.discipline(), old.settings(), classes, old.filters());
        });
    }

    private void removeQueue(String name) throws IfnetException {
        done();
        control.changeDiscipline(who, ifnet, old -> {
            if (old.indexOf(name) < 0) {
                throw new IfnetException(Errno.ENOENT, "no queue " + name);
            }
            return new DisciplineSpec(
                    old.discipline(),
                    old.settings(),
                    without(old.classes(), c -> c.name().equals(name)),
                    without(old.filters(), f -> f.className().equals(name)));
        });
    }

    private static <T> List<T> without(List<T> all, Predicate<T> gone) {
        return all.stream().filter(gone.negate()).toList();
    }

    private void match() throws IfnetException {
        FilterSpec wanted = QueueWords.filter(rest);
        done();
        control.changeDiscipline(who, ifnet, old -> {
            List<FilterSpec> filters = new ArrayList<>(without(old.filters(), f -> isSame(f, wanted)));
            filters.add(wanted);
            return new DisciplineSpec(old.discipline(), old.settings(), old.classes(), filters);
        });
    }

    private static boolean isSame(FilterSpec a, FilterSpec b) {
        return a.match().equals(b.match()) && a.value().equals(b.value());
    }

    private void removeMatch() throws IfnetException {
        FilterSpec named = new FilterSpec(value("-match needs a kind and a value"), value("-match needs a value"), "");
        done();
        control.changeDiscipline(who, ifnet, old -> {
            List<FilterSpec> filters = without(old.filters(), f -> isSame(f, named));
            if (filters.size() == old.filters().size()) {
                throw new IfnetException(Errno.ENOENT, "no match " + named.match() + " " + named.value());
            }
            return new DisciplineSpec(old.discipline(), old.settings(), old.classes(), filters);
        });
    }

    private void regulate() throws IfnetException {
        long bandwidth = DisciplineSettings.bits("tbr", value("tbr needs a bandwidth"));
        String size = rest.isEmpty() ? "auto" : rest.removeFirst();
        done();
        long depth = size.equals("auto")
                ? depth(bandwidth)
                : Options.number("the size of tbr", size, 1, (int) Regulator.MAX_DEPTH);
        control.setRegulator(who, ifnet, new Regulator(bandwidth, depth));
    }

    /** As many frames as pf gives to links of that speed. */
    private long depth(long bandwidth) {
        int frames = bandwidth <= 1_000_000 ? 1 : bandwidth <= 10_000_000 ? 4 : bandwidth <= 200_000_000 ? 8 : 24;
        return (long) frames * (ifnet.mtu() + ifnet.headerLength());
    }

    private void limit() throws IfnetException {
        String packets = value("limit needs a number of packets, or default");
        String bytes = rest.isEmpty() ? "0" : rest.removeFirst();
        done();
        int count = packets.equals("default") ? 0 : Options.number("limit", packets, 1, 1_000_000);
        control.setLimit(who, ifnet, count, Options.number("the bytes of limit", bytes, 0, Integer.MAX_VALUE));
    }

    private void map() throws IfnetException {
        String name = value("map needs one of first, cpu, mask and flow");
        done();
        for (SubqueueMap map : SubqueueMap.values()) {
            if (map.name().toLowerCase(Locale.ROOT).equals(name)) {
                control.setMap(who, ifnet, map);
                return;
            }
        }
        throw new IfnetException(Errno.EINVAL, "bad value for map: " + name + " (first, cpu, mask or flow)");
    }

    private void owner() throws IfnetException {
        int subqueue = Options.number("owner", value("owner needs a subqueue and a cpu"), 0, Integer.MAX_VALUE);
        int cpu = Options.number("the cpu of owner", value("owner needs a cpu"), 0, Integer.MAX_VALUE);
        done();
        control.setOwner(who, ifnet, subqueue, cpu);
    }
}
