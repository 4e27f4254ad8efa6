package org.ifnet.ifq.internal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.ifq.Classifier;
import org.ifnet.ifq.Discipline;
import org.ifnet.ifq.DisciplineSpec.FilterSpec;
import org.jspecify.annotations.Nullable;

/** The disciplines and classifiers that are there, by name; of several with one name the first. Any thread. */
final class Disciplines implements Classifiers {
    private final Map<String, List<Discipline>> disciplines = new ConcurrentHashMap<>();
    private final Map<String, List<Classifier>> classifiers = new ConcurrentHashMap<>();

    void add(String name, Discipline discipline) {
        disciplines.computeIfAbsent(name, n -> new CopyOnWriteArrayList<>()).add(discipline);
    }

    void remove(String name, Discipline discipline) {
        disciplines.getOrDefault(name, List.of()).remove(discipline);
    }

    void add(String name, Classifier classifier) {
        classifiers.computeIfAbsent(name, n -> new CopyOnWriteArrayList<>()).add(classifier);
    }

    void remove(String name, Classifier classifier) {
        classifiers.getOrDefault(name, List.of()).remove(classifier);
    }

    @Nullable
    Discipline find(String name) {
        return first(disciplines.get(name));
    }

    private static <T> @Nullable T first(@Nullable List<T> all) {
        return all == null ? null : all.stream().findFirst().orElse(null);
    }

    @Override
    public Classifier.Match match(FilterSpec spec) throws IfnetException {
        Classifier classifier = first(classifiers.get(spec.match()));
        if (classifier == null) {
            throw new IfnetException(
                    Errno.EINVAL, "filter " + Filter.text(spec) + ": nobody knows the match " + spec.match());
        }
        return classifier.match(spec.value());
    }

    /** As {@link #match}, but what nobody knows matches nothing: a service that was there has gone. */
    Classifier.Match matchIfThere(FilterSpec spec) throws IfnetException {
        return first(classifiers.get(spec.match())) == null ? m -> false : match(spec);
    }
}
