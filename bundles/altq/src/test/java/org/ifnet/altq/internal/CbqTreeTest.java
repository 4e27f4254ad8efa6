package org.ifnet.altq.internal;

import static org.ifnet.altq.internal.Specs.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.junit.jupiter.api.Test;

/** Reference 3.5, CBQ: which trees of classes are refused. */
class CbqTreeTest {
    private static final long LINE = 10_000_000;

    private static Link link(String... classes) throws IfnetException {
        return new Link(1, new CbqDiscipline(), spec("cbq", classes), 1, LINE);
    }

    private static void refused(String words, String... classes) {
        IfnetException e = assertThrows(IfnetException.class, () -> link(classes));
        assertEquals(Errno.EINVAL, e.errno());
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }

    private static String[] many(int count) {
        return Stream.concat(
                        Stream.of("r root", "d in r default bandwidth 1Kb"),
                        IntStream.range(2, count).mapToObj(i -> "c" + i + " in r bandwidth 1Kb"))
                .toArray(String[]::new);
    }

    @Test
    void oneRootAndOneDefault() throws Exception {
        link("r root default").close();
        refused("no class is root", "a default");
        refused("no class is root");
        refused("no class is default", "r root", "a in r");
        refused("cbq class b: root was given to a", "a root", "b root");
        refused("cbq class b: default was given to a", "r root", "a in r default", "b in r default");
    }

    @Test
    void everyClassButTheRootHasAParent() throws Exception {
        link("a in b default", "b in r", "r root").close();
        refused("cbq class a: parent must be given", "r root", "a default");
        refused("cbq class a: parent is x", "r root", "a in x default");
        refused("cbq class r: parent is a", "r root in a", "a in r default");
        refused("cbq class a: parent is b, which makes a circle", "r root default", "a in b", "b in a");
        refused("cbq class a: parent is a, which makes a circle", "r root default", "a in a");
        refused("cbq class m: default", "r root", "m in r default", "a in m");
    }

    @Test
    void aParentGivesNoMoreThanItHas() throws Exception {
        link("r root", "a in r bandwidth 33.3333333%", "b in r bandwidth 66.6666667% default")
                .close();
        refused("cbq class b: bandwidth is 6Mb", "r root", "a in r bandwidth 5Mb", "b in r bandwidth 6Mb default");
        refused("cbq class b: bandwidth is that of the parent", "r root", "a in r bandwidth 5Mb", "b in r default");
        refused("bandwidth is 0", "r root default bandwidth 0");
        IfnetException e = assertThrows(
                IfnetException.class, () -> new Link(1, new CbqDiscipline(), spec("cbq", "r root default"), 1, 0));
        assertTrue(e.getMessage().contains("cbq class r: bandwidth must be given"), e.getMessage());
    }

    @Test
    void aPercentageIsOfTheParent() throws Exception {
        refused("bandwidth is 2001Kb", "r root", "m in r bandwidth 20%", "a in m default bandwidth 2001Kb");
        link("r root", "m in r bandwidth 20%", "a in m default bandwidth 100%").close();
    }

    @Test
    void settingsOutOfRange() {
        refused("borrow is from the parent", "r root default borrow");
        for (String bad : new String[] {"priority 8", "maxburst 0", "maxburst 1025", "qlimit 0", "hogs 1Mb"}) {
            refused("cbq class a: " + bad.split(" ")[0], "r root", "a in r default " + bad);
        }
    }

    @Test
    void upTo256Classes() throws Exception {
        link(many(256)).close();
        IfnetException e = assertThrows(IfnetException.class, () -> link(many(257)));
        assertEquals(Errno.ENOMEM, e.errno());
    }
}
