package org.ifnet.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.ifnet.Counter;
import org.ifnet.IfnetException;
import org.ifnet.netisr.internal.RealEnv;
import org.junit.jupiter.api.Test;

class InterfaceRatesTest {
    /** Time passes while somebody waits, and then the next thing happens. */
    private static final class Clock extends RealEnv {
        private final List<Long> waits = new ArrayList<>();
        private final Deque<Runnable> events = new ArrayDeque<>();
        private long now = 1_000;
        private boolean interrupted;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public void park(long nanos) {
            waits.add(nanos);
            now += nanos;
            Runnable event = events.poll();
            if (event != null) {
                event.run();
            }
        }

        @Override
        public boolean interrupted() {
            return interrupted;
        }
    }

    private final FakePlatform platform = new FakePlatform();
    private final NetstatCommand netstat = new NetstatCommand(platform);
    private final FakeIfnet em0 = platform.add(new FakeIfnet("em0", 1));
    private final Clock clock = new Clock();

    InterfaceRatesTest() {
        platform.env = clock;
    }

    private static void count(FakeIfnet ifnet, long packets) {
        ifnet.counters.add(Counter.IPACKETS, packets);
        ifnet.counters.add(Counter.IBYTES, 100 * packets);
        ifnet.counters.add(Counter.OPACKETS, 2 * packets);
        ifnet.counters.add(Counter.OBYTES, 200 * packets);
        ifnet.counters.add(Counter.OQDROPS, 1);
    }

    @Test
    void showsWhatPassedInEachIntervalOverAllInterfaces() throws IfnetException {
        count(em0, 5);
        FakeIfnet em1 = new FakeIfnet("em1", 2);
        clock.events.add(() -> count(em0, 3));
        clock.events.add(() -> {
            // One that comes counts from nothing on, and one that goes takes nothing away.
            count(platform.add(em1), 4);
        });
        clock.events.add(() -> platform.interfaces.remove(em0));
        assertEquals("""
                            input        (Total)           output
                   packets  errs      bytes    packets  errs      bytes colls drops
                         3     0        300          6     0        600     0     1
                         4     0        400          8     0        800     0     1
                         0     0          0          0     0          0     0     0
                """, platform.run(netstat, "-dw .5 -q 3"));
        assertEquals(List.of(500_000_000L, 500_000_000L, 500_000_000L), clock.waits);
    }

    @Test
    void repeatsItsHeaderAfterTwentyOneLines() throws IfnetException {
        String[] lines = platform.run(netstat, "-w 1 -q 43 -I em0").split("\n");
        List<Integer> headers = new ArrayList<>();
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].contains("input            em0           output")) {
                headers.add(i);
            }
        }
        assertEquals(List.of(0, 23, 46), headers);
        assertEquals(43 + 3 * 2, lines.length);
    }

    @Test
    void endsWhenItsThreadIsInterrupted() throws IfnetException {
        clock.events.add(() -> {});
        clock.events.add(() -> clock.interrupted = true);
        String shown = platform.run(netstat, "-w 1");
        assertEquals(3, shown.split("\n").length, shown);
    }

    @Test
    void isAnObjectALineForPrograms() throws IfnetException {
        clock.events.add(() -> count(em0, 3));
        String[] lines = platform.run(netstat, "-w 1 -q 2 --json").split("\n");
        assertEquals(2, lines.length, Arrays.toString(lines));
        Map<?, ?> first = (Map<?, ?>) JsonText.parse(lines[0]);
        assertEquals(List.of(3L, 300L, 1L), List.of(first.get("ipackets"), first.get("ibytes"), first.get("oqdrops")));
        assertEquals(0L, ((Map<?, ?>) JsonText.parse(lines[1])).get("ipackets"));
    }

    @Test
    void waitsOnARealThreadUntilCtrlC() throws Exception {
        platform.env = new RealEnv();
        Thread shell = new Thread(() -> {
            try {
                platform.run(netstat, "-w 3600");
            } catch (IfnetException e) {
                throw new AssertionError(e);
            }
        });
        shell.start();
        while (shell.getState() != Thread.State.TIMED_WAITING) {
            assertTrue(shell.isAlive());
            Thread.onSpinWait();
        }
        shell.interrupt();
        shell.join(TimeUnit.SECONDS.toMillis(30));
        assertFalse(shell.isAlive());
    }
}
