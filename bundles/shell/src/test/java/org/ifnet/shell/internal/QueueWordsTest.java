package org.ifnet.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.DisciplineSpec.ClassSpec;
import org.ifnet.ifq.DisciplineSpec.FilterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueWordsTest {
    private static DisciplineSpec parse(String line) throws IfnetException {
        return QueueWords.discipline(line.isEmpty() ? List.of() : List.of(line.split(" ")));
    }

    @Test
    void readsADisciplineWithQueuesAndMatches() throws IfnetException {
        assertEquals(
                new DisciplineSpec(
                        "cbq",
                        Map.of("bandwidth", "10Mb", "efficient", ""),
                        List.of(
                                new ClassSpec("root", "", Map.of("root", "", "bandwidth", "100%")),
                                new ClassSpec("std", "root", Map.of("borrow", "", "default", "", "maxdelay", ".5")),
                                new ClassSpec("x", "std", Map.of("mode", "fast"))),
                        List.of(new FilterSpec("dscp", "46", "x"), new FilterSpec("flow", "1/2", "std"))),
                parse(
                        "cbq bandwidth 10Mb efficient queue root root bandwidth 100% queue std parent root borrow default "
                                + "maxdelay .5 queue x parent std mode=fast match dscp 46 queue x match flow 1/2 queue std"));
    }

    @Test
    void writesWhatItHasRead() throws IfnetException {
        Map<String, String> settings =
                parse("x realtime 1Mb,10ms,500Kb default mode=fast limit -1").settings();
        assertEquals("default limit -1 mode=fast realtime 1Mb,10ms,500Kb", QueueWords.text(settings));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "priq 7",
                "priq queue",
                "priq queue a queue a",
                "priq queue a parent",
                "priq match",
                "priq match dscp",
                "priq match dscp 46",
                "priq match dscp 46 voice",
                "priq match dscp 46 queue",
                "priq limit 1 limit 2",
                "priq =3"
            })
    void refusesWhatIsNotWhole(String line) {
        IfnetException e = assertThrows(IfnetException.class, () -> parse(line));
        assertEquals(line.contains("queue a queue a") ? Errno.EBUSY : Errno.EINVAL, e.errno());
    }
}
