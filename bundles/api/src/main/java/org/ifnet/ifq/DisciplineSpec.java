package org.ifnet.ifq;

import java.util.List;
import java.util.Map;

/**
 * What was asked for: a discipline with its settings, its classes and the filters that sort packets into them. Values, not
 * state; understood by the {@link Discipline} of that name.
 *
 * @param discipline the value of {@link Discipline#NAME}
 * @param settings words and their values; a word without a value has an empty one
 * @param classes in the order in which they were given; names differ
 * @param filters tried in order, the first that matches decides
 */
public record DisciplineSpec(
        String discipline, Map<String, String> settings, List<ClassSpec> classes, List<FilterSpec> filters) {
    /** The setting of the class that packets belong to which no filter matches. */
    public static final String DEFAULT = "default";

    public DisciplineSpec {
        settings = Map.copyOf(settings);
        classes = List.copyOf(classes);
        filters = List.copyOf(filters);
    }

    /** Without settings, classes and filters. */
    public static DisciplineSpec of(String discipline) {
        return new DisciplineSpec(discipline, Map.of(), List.of(), List.of());
    }

    /** The index of the class of that name, -1 when there is none. */
    public int indexOf(String name) {
        for (int i = 0; i < classes.size(); i++) {
            if (classes.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** The index of the first class that has the setting {@link #DEFAULT}, -1 when none has. */
    public int defaultClass() {
        for (int i = 0; i < classes.size(); i++) {
            if (classes.get(i).settings().containsKey(DEFAULT)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * One class.
     *
     * @param parent the name of the class above it, empty at the top
     */
    public record ClassSpec(String name, String parent, Map<String, String> settings) {
        public ClassSpec {
            settings = Map.copyOf(settings);
        }
    }

    /**
     * Packets for which {@code match} says yes go to the class.
     *
     * @param match a word of {@link Matches}, or the value of {@link Classifier#NAME} of a service
     * @param value what it is compared with
     */
    public record FilterSpec(String match, String value, String className) {}

    /** The matches that every queue knows. */
    public static final class Matches {
        /** The six bits of IPv4 TOS or IPv6 traffic class, 0 to 63. */
        public static final String DSCP = "dscp";
        /** Low bits of the flow hash: {@code N/M} matches hash modulo M equal N. */
        public static final String FLOW = "flow";
        /** The ether type, decimal or 0x…. */
        public static final String ETHERTYPE = "ethertype";
        /** {@link org.ifnet.mbuf.Mbuf#tag}. */
        public static final String TAG = "tag";

        private Matches() {}
    }
}
