package org.ifnet.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.junit.jupiter.api.Test;

class BootValuesTest {
    private final Node a = new Node("net.a", "1");
    private final Node b = new Node("net.b", "2");
    private final List<String> refused = new ArrayList<>();
    private final BootValues boot = new BootValues("org.ifnet.test", List.of(a, b), refused::add);

    /** Takes any text but "bad". */
    private static final class Node implements Sysctl {
        private final String name;
        private String value;

        Node(String name, String value) {
            this.name = name;
            this.value = value;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String description() {
            return "a value, not bad";
        }

        @Override
        public String get() {
            return value;
        }

        @Override
        public void set(String wanted) throws IfnetException {
            if (wanted.equals("bad")) {
                throw new IfnetException(Errno.EINVAL, name + ": 'bad' is bad");
            }
            value = wanted;
        }
    }

    @Test
    void setsWhatIsConfiguredAndNothingElse() {
        boot.apply(Map.of("net.a", 7, "service.pid", "x", "other", 3));
        assertEquals("7", a.get());
        assertEquals("2", b.get());
        assertEquals(List.of(), refused);
    }

    @Test
    void whatWasSetAtRunTimeStaysUntilTheAttributeIsEdited() throws IfnetException {
        boot.apply(Map.of("net.a", 7));
        a.set("8");
        boot.apply(Map.of("net.a", 7, "net.b", 5));
        assertEquals("8", a.get());
        assertEquals("5", b.get());
        boot.apply(Map.of("net.a", 9, "net.b", 5));
        assertEquals("9", a.get());
    }

    @Test
    void anAttributeThatGoesBringsBackWhatWasBefore() {
        boot.apply(Map.of("net.a", 7));
        boot.apply(Map.of());
        assertEquals("1", a.get());
    }

    @Test
    void aBadValueIsReportedOnceAndTheLastGoodOneStays() {
        boot.apply(Map.of("net.a", "7", "net.b", "6"));
        boot.apply(Map.of("net.a", "bad", "net.b", "8"));
        boot.apply(Map.of("net.a", "bad", "net.b", "8"));
        assertEquals("7", a.get());
        assertEquals("8", b.get());
        assertEquals(
                List.of("configuration org.ifnet.test not taken: net.a: 'bad' is bad (a value, not bad); 7 stays"),
                refused);
        boot.apply(Map.of("net.a", "9"));
        assertEquals("9", a.get());
    }
}
