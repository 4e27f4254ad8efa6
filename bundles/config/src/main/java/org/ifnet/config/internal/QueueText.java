package org.ifnet.config.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.DisciplineSpec.ClassSpec;
import org.ifnet.ifq.DisciplineSpec.FilterSpec;
import org.ifnet.ifq.QueueChoice;
import org.ifnet.ifq.Regulator;
import org.ifnet.ifq.SubqueueMap;
import org.jspecify.annotations.Nullable;

/** What is chosen of a transmit queue as one line of words, and back. Lists have their length in front. */
final class QueueText {
    private QueueText() {}

    static List<String> line(String name, QueueChoice q) {
        List<String> words = new ArrayList<>(List.of("queue", name));
        words.add(Integer.toString(q.maxLength()));
        words.add(Long.toString(q.maxBytes()));
        SubqueueMap map = q.map();
        words.add(map == null ? "" : map.name());
        words.add(Integer.toString(q.owners().size()));
        new TreeMap<>(q.owners()).forEach((subqueue, cpu) -> {
            words.add(subqueue.toString());
            words.add(cpu.toString());
        });
        Regulator regulator = q.regulator();
        words.add(regulator == null ? "0" : Long.toString(regulator.bandwidth()));
        words.add(regulator == null ? "0" : Long.toString(regulator.depth()));
        words.add(Boolean.toString(q.enabled()));
        write(words, q.discipline());
        return List.copyOf(words);
    }

    private static void write(List<String> words, @Nullable DisciplineSpec spec) {
        if (spec == null) {
            words.add("");
            return;
        }
        words.add(spec.discipline());
        settings(words, spec.settings());
        words.add(Integer.toString(spec.classes().size()));
        for (ClassSpec cls : spec.classes()) {
            words.add(cls.name());
            words.add(cls.parent());
            settings(words, cls.settings());
        }
        words.add(Integer.toString(spec.filters().size()));
        for (FilterSpec filter : spec.filters()) {
            words.addAll(List.of(filter.match(), filter.value(), filter.className()));
        }
    }

    private static void settings(List<String> words, Map<String, String> settings) {
        words.add(Integer.toString(settings.size()));
        new TreeMap<>(settings).forEach((word, value) -> {
            words.add(word);
            words.add(value);
        });
    }

    static QueueChoice choice(List<String> line) {
        Iterator<String> words = line.listIterator(2);
        int maxLength = Integer.parseInt(words.next());
        long maxBytes = Long.parseLong(words.next());
        String map = words.next();
        Map<Integer, Integer> owners = new HashMap<>();
        for (int left = Integer.parseInt(words.next()); left > 0; left--) {
            owners.put(Integer.valueOf(words.next()), Integer.valueOf(words.next()));
        }
        Regulator regulator = new Regulator(Long.parseLong(words.next()), Long.parseLong(words.next()));
        boolean enabled = Boolean.parseBoolean(words.next());
        return new QueueChoice(
                maxLength,
                maxBytes,
                map.isEmpty() ? null : SubqueueMap.valueOf(map),
                owners,
                spec(words),
                enabled,
                regulator.bandwidth() == 0 ? null : regulator);
    }

    private static @Nullable DisciplineSpec spec(Iterator<String> words) {
        String discipline = words.next();
        if (discipline.isEmpty()) {
            return null;
        }
        Map<String, String> settings = settings(words);
        List<ClassSpec> classes = new ArrayList<>();
        for (int left = Integer.parseInt(words.next()); left > 0; left--) {
            classes.add(new ClassSpec(words.next(), words.next(), settings(words)));
        }
        List<FilterSpec> filters = new ArrayList<>();
        for (int left = Integer.parseInt(words.next()); left > 0; left--) {
            filters.add(new FilterSpec(words.next(), words.next(), words.next()));
        }
        return new DisciplineSpec(discipline, settings, classes, filters);
    }

    private static Map<String, String> settings(Iterator<String> words) {
        Map<String, String> settings = new HashMap<>();
        for (int left = Integer.parseInt(words.next()); left > 0; left--) {
            settings.put(words.next(), words.next());
        }
        return settings;
    }
}
