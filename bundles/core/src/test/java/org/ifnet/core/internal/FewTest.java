package org.ifnet.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class FewTest {
    private final Few<String> few = new Few<>();

    private List<String> all() {
        List<String> found = new ArrayList<>();
        few.forEach(found::add);
        List<String> again = new ArrayList<>();
        for (String element : few) {
            again.add(element);
        }
        assertEquals(found, again);
        return found;
    }

    @Test
    void keepsTheOrderAndForgetsWhatWasRemoved() {
        assertEquals(List.of(), all());
        few.add("a");
        few.add("b");
        few.add("c");
        assertEquals(List.of("a", "b", "c"), all());
        few.remove("b");
        few.remove("nobody");
        assertEquals(List.of("a", "c"), all());
        few.removeIf(element -> element.equals("a"));
        few.remove("c");
        assertEquals(List.of(), all());
    }

    @Test
    void aWalkSeesWhatWasThereWhenItBegan() {
        few.add("a");
        few.add("b");
        List<String> seen = new ArrayList<>();
        for (String element : few) {
            seen.add(element);
            few.remove("b");
            few.add("later");
        }
        assertEquals(List.of("a", "b"), seen);
    }
}
