package org.ifnet.shell.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.DisciplineSpec.ClassSpec;
import org.ifnet.ifq.DisciplineSpec.FilterSpec;

/**
 * A discipline in the words of pf.conf(5): {@code priq queue voice priority 7 queue rest default match dscp 46 queue voice}.
 * What words a discipline knows is its own business, so a word is taken to have a value when something follows it that begins
 * like a number, after {@code parent}, and as {@code word=value}.
 */
final class QueueWords {
    private static final String QUEUE = "queue";
    private static final String MATCH = "match";
    private static final String PARENT = "parent";

    private QueueWords() {}

    /** The discipline, its settings, classes and filters. */
    static DisciplineSpec discipline(List<String> words) throws IfnetException {
        Deque<String> rest = new ArrayDeque<>(words);
        String name = next(rest, "altq needs a discipline");
        Map<String, String> settings = settings(rest);
        List<ClassSpec> classes = new ArrayList<>();
        List<FilterSpec> filters = new ArrayList<>();
        while (!rest.isEmpty()) {
            if (rest.removeFirst().equals(QUEUE)) {
                classes.add(newClass(rest, classes));
            } else {
                filters.add(filter(rest));
            }
        }
        return new DisciplineSpec(name, settings, classes, filters);
    }

    private static ClassSpec newClass(Deque<String> rest, List<ClassSpec> known) throws IfnetException {
        ClassSpec added = queue(rest);
        if (known.stream().anyMatch(c -> c.name().equals(added.name()))) {
            throw new IfnetException(Errno.EBUSY, "queue " + added.name() + " was given twice");
        }
        return added;
    }

    /** {@code NAME [parent NAME] [WORD [VALUE]]...}, up to the next clause. */
    static ClassSpec queue(Deque<String> rest) throws IfnetException {
        String name = next(rest, "queue needs a name");
        Map<String, String> settings = settings(rest);
        String parent = settings.remove(PARENT);
        return new ClassSpec(name, parent == null ? "" : parent, settings);
    }

    /** {@code KIND VALUE queue NAME}. */
    static FilterSpec filter(Deque<String> rest) throws IfnetException {
        String kind = next(rest, "match needs a kind, a value, and a queue");
        String value = next(rest, "match " + kind + " needs a value and a queue");
        if (!next(rest, "match " + kind + " " + value + " needs a queue").equals(QUEUE)) {
            throw new IfnetException(Errno.EINVAL, "match " + kind + " " + value + " needs the word queue and a name");
        }
        return new FilterSpec(kind, value, next(rest, "match " + kind + " " + value + " queue needs a name"));
    }

    private static String next(Deque<String> rest, String otherwise) throws IfnetException {
        if (rest.isEmpty()) {
            throw new IfnetException(Errno.EINVAL, otherwise);
        }
        return rest.removeFirst();
    }

    private static Map<String, String> settings(Deque<String> rest) throws IfnetException {
        Map<String, String> settings = new LinkedHashMap<>();
        while (!rest.isEmpty() && !isClause(rest.peekFirst())) {
            String word = rest.removeFirst();
            int equals = word.indexOf('=');
            String key = equals < 0 ? word : word.substring(0, equals);
            String value = equals < 0 ? value(word, rest) : word.substring(equals + 1);
            if (key.isEmpty() || isValue(key)) {
                throw new IfnetException(Errno.EINVAL, "'" + word + "' is not a word with or without a value");
            }
            if (settings.put(key, value) != null) {
                throw new IfnetException(Errno.EINVAL, key + " was given twice");
            }
        }
        return settings;
    }

    private static boolean isClause(String word) {
        return word.equals(QUEUE) || word.equals(MATCH);
    }

    private static String value(String word, Deque<String> rest) throws IfnetException {
        if (word.equals(PARENT)) {
            return next(rest, "parent needs the name of a queue");
        }
        String next = rest.peekFirst();
        return next != null && isValue(next) ? rest.removeFirst() : "";
    }

    private static boolean isValue(String word) {
        return word.matches("[-+.]?\\d.*");
    }

    /** The words again, for people. */
    static String text(Map<String, String> settings) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(settings).forEach((word, value) -> {
            text.append(text.length() == 0 ? "" : " ").append(word);
            if (!value.isEmpty()) {
                text.append(isValue(value) ? " " : "=").append(value);
            }
        });
        return text.toString();
    }
}
