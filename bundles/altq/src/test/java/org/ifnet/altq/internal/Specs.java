package org.ifnet.altq.internal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.DisciplineSpec.ClassSpec;
import org.ifnet.ifq.DisciplineSpec.FilterSpec;

/** Specifications in few words: {@code cls("voice priority 3 default")}. */
final class Specs {
    private Specs() {}

    /** A class from its name and settings; {@code in NAME} is its parent. */
    static ClassSpec cls(String words) {
        String[] word = words.split(" ");
        Map<String, String> settings = new HashMap<>();
        String parent = "";
        for (int i = 1; i < word.length; i++) {
            boolean flag =
                    List.of("default", "root", "borrow", "red", "ecn", "rio").contains(word[i]);
            if (word[i].equals("in")) {
                parent = word[++i];
            } else {
                settings.put(word[i], flag ? "" : word[++i]);
            }
        }
        return new ClassSpec(word[0], parent, settings);
    }

    static DisciplineSpec spec(String discipline, String... classes) {
        return filtered(discipline, List.of(), classes);
    }

    static DisciplineSpec filtered(String discipline, List<FilterSpec> filters, String... classes) {
        List<ClassSpec> list = Arrays.stream(classes).map(Specs::cls).toList();
        return new DisciplineSpec(discipline, Map.of(), list, filters);
    }
}
