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

/** Reference 3.5, HFSC: what is refused. */
class HfscErrorsTest {
    private static Link link(long line, String... classes) throws IfnetException {
        return new Link(1, new HfscDiscipline(), spec("hfsc", classes), 1, line);
    }

    private static void refused(String words, String... classes) {
        IfnetException e = assertThrows(IfnetException.class, () -> link(10_000_000, classes));
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
    void whatIsNoTree() {
        refused("hfsc: no class is root", "a default bandwidth 1Mb");
        refused("hfsc: no class is default", "r root", "a in r bandwidth 1Mb");
        refused("hfsc class a: parent must be given", "r root", "a default bandwidth 1Mb");
        refused("hfsc class m: default", "r root", "m in r default bandwidth 1Mb", "a in m bandwidth 1Mb");
    }

    @Test
    void upTo64Classes() throws Exception {
        link(10_000_000, many(64)).close();
        IfnetException e = assertThrows(IfnetException.class, () -> link(10_000_000, many(65)));
        assertEquals(Errno.ENOMEM, e.errno());
    }

    @Test
    void everyClassNeedsSomething() throws Exception {
        link(10_000_000, "r root", "a in r realtime 1Mb default").close();
        refused("hfsc class a: bandwidth must be given", "r root", "a in r default");
        refused("hfsc class m: bandwidth or linkshare", "r root", "m in r", "a in m bandwidth 1Mb default");
        refused(
                "hfsc class m: realtime is for packets",
                "r root",
                "m in r realtime 1Mb",
                "a in m realtime 1Kb default");
        refused("hfsc class a: linkshare and bandwidth", "r root", "a in r bandwidth 1Mb linkshare 1Mb default");
    }

    @Test
    void curvesThatMakeNoSense() throws Exception {
        link(10_000_000, "r root", "a in r realtime 1Mb/5/0 linkshare 0/1s/1b default")
                .close();
        String[] bad = {
            "linkshare 1Mb/5ms",
            "linkshare 1Mb/5ms/1Mb/2",
            "linkshare 0",
            "linkshare x/5ms/1Mb",
            "linkshare 1Mb/x/1Mb",
            "linkshare 1Mb/-1/1Mb",
            "linkshare 1Mb/2000s/1Mb",
            "linkshare 101%",
            "upperlimit 1Mb/1ms/0",
            "bandwidth 0",
            "qlimit 0",
            "borrow",
        };
        for (String each : bad) {
            IfnetException e = assertThrows(
                    IfnetException.class, () -> link(10_000_000, "r root", "a in r realtime 1Mb default " + each));
            assertEquals(Errno.EINVAL, e.errno(), each);
            String message = e.getMessage();
            assertTrue(message.startsWith("hfsc class a") && message.contains(each.split(" ")[0]), message);
        }
    }

    @Test
    void guaranteesFitIntoTheLineAtEveryTime() throws Exception {
        link(10_000_000, "r root", "a in r realtime 33.3333333%", "b in r realtime 66.6666667% default")
                .close();
        refused(
                "hfsc class b: realtime is 6Mb, more than the interface can guarantee besides the others",
                "r root",
                "a in r realtime 5Mb",
                "b in r realtime 6Mb default");
        // in the long run they fit, but not for the first 10 ms
        refused(
                "hfsc class b: realtime",
                "r root",
                "a in r realtime 6Mb/10ms/1Mb",
                "b in r realtime 6Mb/20ms/1Mb default");
        link(10_000_000, "r root", "a in r realtime 9Mb/10ms/1Mb", "b in r realtime 0/10ms/9Mb default")
                .close();
        // the line is not known: whoever asks for bits knows it
        link(0, "r root", "a in r realtime 5Mb", "b in r realtime 6Mb default").close();
        IfnetException e = assertThrows(IfnetException.class, () -> link(0, "r root", "a in r realtime 5% default"));
        assertTrue(e.getMessage().contains("the bandwidth of the interface is not known"), e.getMessage());
    }
}
