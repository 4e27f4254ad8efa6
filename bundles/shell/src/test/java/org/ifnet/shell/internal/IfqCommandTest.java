package org.ifnet.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.control.IfqControl;
import org.ifnet.ifq.ClassStats;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.DisciplineSpec.ClassSpec;
import org.ifnet.ifq.DisciplineSpec.FilterSpec;
import org.ifnet.ifq.Ifq;
import org.ifnet.ifq.Regulator;
import org.ifnet.ifq.Subqueue;
import org.ifnet.ifq.SubqueueMap;
import org.ifnet.ifq.SubqueueStats;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IfqCommandTest {
    private static final DisciplineSpec PRIQ = new DisciplineSpec(
            "priq",
            Map.of(),
            List.of(
                    new ClassSpec("voice", "", Map.of("priority", "7")),
                    new ClassSpec("rest", "", Map.of("default", ""))),
            List.of(new FilterSpec("dscp", "46", "voice")));

    private final FakePlatform platform = new FakePlatform();
    private final FakeIfnet em0 = platform.add(new FakeIfnet("em0", 1));
    private final IfqCommand ifq = new IfqCommand(platform);
    private final Calls queues = new Calls().answer("purge", 3);
    private final Calls queue = new Calls();

    @BeforeEach
    void queue() {
        SubqueueStats stats = new SubqueueStats(
                12,
                1200,
                7,
                700,
                Map.of(DropReason.QUEUE_FULL, 2L),
                Map.of(DropReason.QUEUE_FULL, 200L),
                3,
                300,
                5,
                4,
                6,
                1,
                2,
                0);
        Subqueue subqueue =
                new Calls().answer("stats", stats).answer("isOactive", true).as(Subqueue.class);
        ClassStats none = new ClassStats("", 0, 0, 0, 0, Map.of(), Map.of(), 0, 0);
        ClassStats voice = new ClassStats(
                "voice", 9, 900, 5, 500, Map.of(DropReason.EARLY, 1L), Map.of(DropReason.EARLY, 100L), 3, 300);
        queue.answer("count", 1)
                .answer("subqueue", subqueue)
                .answer("owner", 1)
                .answer("map", SubqueueMap.CPU)
                .answer("maxLength", 250)
                .answer("maxBytes", 378500L)
                .answer("regulator", new Regulator(10_000_000, 6000))
                .answer("discipline", PRIQ)
                .answer("isDisciplineActive", true)
                .answer("isDisciplineEnabled", true)
                .answer("classes", List.of(voice, none));
        em0.queue = queue.as(Ifq.class);
        platform.control.answer("queues", queues.as(IfqControl.class));
    }

    @Test
    void showsQueuesClassesAndDrops() throws IfnetException {
        assertEquals("""
                em0: 1 subqueue, limit 250 packets 378500 bytes
                \ttbr 10Mb 6000 bytes
                \taltq priq (enabled)
                \tqueue voice priority 7
                \tqueue rest default
                \tmatch dscp 46 queue voice
                subqueue  cpu   queued      bytes     enqueued         sent    dropped
                       0    1        3        300           12            7          2 oactive
                queue           queued      bytes     enqueued         sent    dropped
                voice                3        300            9            5          1
                -                    0          0            0            0          0
                \t2 packets (200 bytes) dropped: transmit queue full
                """, platform.run(ifq, "em0"));
    }

    @Test
    void showsStartsWhenAsked() throws IfnetException {
        String shown = platform.run(ifq, "-v");
        assertTrue(shown.contains("     starts  scheduled    avoided contended  chased stages"), shown);
        assertTrue(shown.contains("          5          4          6         1       2      0 oactive"), shown);
    }

    @Test
    void showsTheSameAsJson() throws IfnetException {
        String shown = platform.run(ifq, "-j em0");
        JsonText.parse(shown);
        assertTrue(shown.contains("\"dropped\":{\"QUEUE_FULL\":{\"packets\":2,\"bytes\":200}}"), shown);
        assertTrue(shown.contains("\"tbr\":{\"bandwidth\":10000000,\"depth\":6000}"), shown);
        assertTrue(shown.contains("{\"match\":\"dscp\",\"value\":\"46\",\"queue\":\"voice\"}"), shown);
    }

    @Test
    void showsRates() throws IfnetException {
        String shown = platform.run(ifq, "-w 0.01 -q 1 em0");
        assertEquals("""
                interface       queue            packets/s         bits/s    drops/s   queued
                em0             0                        0              0          0        3
                em0             voice                    0              0          0        3
                em0             -                        0              0          0        0
                """, shown);
    }

    @Test
    void passesChangesOn() throws IfnetException {
        platform.run(ifq, "em0 altq priq queue voice priority 7 queue rest default match dscp 46 queue voice");
        platform.run(ifq, "em0 altq disable");
        platform.run(ifq, "em0 altq enable");
        platform.run(ifq, "em0 -altq");
        platform.run(ifq, "em0 tbr 1Mb");
        platform.run(ifq, "em0 tbr 64Kb 2000");
        platform.run(ifq, "em0 -tbr");
        platform.run(ifq, "em0 limit 10 2000");
        platform.run(ifq, "em0 limit default");
        platform.run(ifq, "em0 map first");
        platform.run(ifq, "em0 owner 0 1");
        assertEquals("3 packets purged\n", platform.run(ifq, "em0 purge"));
        int frame = em0.mtu() + em0.headerLength();
        assertEquals(
                List.of(
                        "attachDiscipline(em0, " + PRIQ + ")",
                        "enableDiscipline(em0)",
                        "disableDiscipline(em0)",
                        "enableDiscipline(em0)",
                        "disableDiscipline(em0)",
                        "detachDiscipline(em0)",
                        "setRegulator(em0, " + new Regulator(1_000_000, frame) + ")",
                        "setRegulator(em0, " + new Regulator(64_000, 2000) + ")",
                        "setRegulator(em0, null)",
                        "setLimit(em0, 10, 2000)",
                        "setLimit(em0, 0, 0)",
                        "setMap(em0, FIRST)",
                        "setOwner(em0, 0, 1)",
                        "purge(em0)"),
                queues.log);
    }

    @Test
    void leavesTheOldDisciplineWhenTheNewCannotBeEnabled() {
        queues.answer("enableDiscipline", new IfnetException(Errno.ENXIO, "em0 is gone"));
        assertEquals("ifq: em0 is gone", platform.fail(ifq, "em0 altq classic"));
        assertEquals("attachDiscipline(em0, " + PRIQ + ")", queues.log.get(2));
    }

    @Test
    void saysWhatItDoesNotUnderstand() {
        String hint = " ('ifq --help' shows the usage)";
        assertEquals("ifq: interface em9 does not exist", platform.fail(ifq, "em9"));
        assertEquals("ifq: unknown word fast" + hint, platform.fail(ifq, "em0 fast"));
        assertEquals("ifq: unexpected word now", platform.fail(ifq, "em0 purge now"));
        assertEquals("ifq: bad value for map: hash (first, cpu, mask or flow)", platform.fail(ifq, "em0 map hash"));
        assertEquals("ifq: tbr: 'fast' is not a bandwidth of 0 to 1000Gb", platform.fail(ifq, "em0 tbr fast"));
        assertEquals("ifq: altq needs a discipline", platform.fail(ifq, "em0 altq"));
        assertEquals("ifq: bad value for option -w: 0" + hint, platform.fail(ifq, "-w 0"));
        assertEquals(List.of(), queues.log);
    }

    @Test
    void completesNamesAndWords() {
        assertEquals(List.of("em0"), ifq.complete(List.of(), "e"));
        assertEquals(List.of("-altq"), ifq.complete(List.of("em0"), "-a"));
        assertEquals(List.of("fairq", "fq_codel"), ifq.complete(List.of("em0", "altq"), "f"));
        assertEquals(List.of("rest", "voice"), ifq.complete(List.of("em0", "-queue"), ""));
        assertEquals(List.of("-w"), ifq.complete(List.of(), "-w"));
    }
}
