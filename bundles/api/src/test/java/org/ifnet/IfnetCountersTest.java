package org.ifnet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class IfnetCountersTest {
    private static final int TIMES = 200_000;
    private final IfnetCounters counters = new IfnetCounters(2);

    @Test
    void aReadIsTheSumOfAllRows() {
        counters.add(Counter.IPACKETS, 1);
        counters.add(0, Counter.IPACKETS, 10);
        counters.add(1, Counter.IPACKETS, 100);
        counters.row().add(Counter.IPACKETS, 1000);
        assertEquals(1111, counters.get(Counter.IPACKETS));
        assertEquals(0, counters.get(Counter.IBYTES));
    }

    @Test
    void whoIsNoNetisrShares() {
        counters.add(-1, Counter.IERRORS, 1);
        counters.add(-2, Counter.IERRORS, 2);
        counters.add(2, Counter.IERRORS, 4);
        new IfnetCounters().add(0, Counter.IERRORS, 8);
        assertEquals(7, counters.get(Counter.IERRORS));
    }

    @Test
    void settingMakesTheSumThatValueWhateverRowsHold() {
        counters.add(0, Counter.OPACKETS, 10);
        counters.add(Counter.OPACKETS, 5);
        counters.set(Counter.OPACKETS, 3);
        assertEquals(3, counters.get(Counter.OPACKETS));
        counters.add(0, Counter.OPACKETS, 1);
        counters.row().add(Counter.OPACKETS, -2);
        assertEquals(2, counters.get(Counter.OPACKETS));
        counters.set(Counter.OPACKETS, 0);
        assertEquals(0, counters.get(Counter.OPACKETS));
    }

    @Test
    void nothingIsLostWhenAllCountAtOnce() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int cpu = -1; cpu < 2; cpu++) {
            int at = cpu;
            threads.add(new Thread(() -> {
                for (int i = 0; i < TIMES; i++) {
                    counters.add(at, Counter.IBYTES, 3);
                }
            }));
        }
        IfnetCounters.Row own = counters.row();
        threads.add(new Thread(() -> {
            for (int i = 0; i < TIMES; i++) {
                own.add(Counter.IBYTES, 3);
            }
        }));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(4L * 3 * TIMES, counters.get(Counter.IBYTES));
    }
}
