package org.ifnet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.ifnet.netisr.EnvMemory;
import org.ifnet.netisr.EnvThread;
import org.ifnet.netisr.Published;
import org.ifnet.netisr.PublishedArray;
import org.junit.jupiter.api.Test;

class SimMemoryTest {
    private static final int SEEDS = 300;

    /** Two threads that each raise a flag and then look at the other's (Dekker): how many were alone. */
    private static int alone(long seed, BiConsumer<EnvMemory, Published<Boolean>> raise) {
        SimEnv env = new SimEnv(seed);
        AtomicInteger alone = new AtomicInteger();
        env.run(() -> {
            EnvMemory memory = env.memory();
            Published<Boolean> one = memory.published(false);
            Published<Boolean> two = memory.published(false);
            EnvThread other = env.start("other", () -> {
                raise.accept(memory, two);
                alone.addAndGet(one.getVolatile() ? 0 : 1);
            });
            raise.accept(memory, one);
            alone.addAndGet(two.getVolatile() ? 0 : 1);
            assertTrue(other.join(-1));
        });
        return alone.get();
    }

    private static long bothAlone(BiConsumer<EnvMemory, Published<Boolean>> raise) {
        long found = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            found += alone(seed, raise) == 2 ? 1 : 0;
        }
        return found;
    }

    @Test
    void twoThreadsWhoRaiseFlagsByReleaseMayBothMissTheOther() {
        assertTrue(bothAlone((memory, flag) -> flag.setRelease(true)) > 0);
    }

    @Test
    void volatileStoresLetAtLeastOneSeeTheOther() {
        assertEquals(0, bothAlone((memory, flag) -> flag.setVolatile(true)));
    }

    @Test
    void aFenceAfterTheReleaseLetsAtLeastOneSeeTheOther() {
        assertEquals(0, bothAlone((memory, flag) -> {
            flag.setRelease(true);
            memory.fence();
        }));
    }

    @Test
    void aCompareAndSetLetsAtLeastOneSeeTheOther() {
        assertEquals(0, bothAlone((memory, flag) -> assertTrue(flag.compareAndSet(false, true))));
    }

    /** Runs a writer beside a reader that looks until it has seen what comes last. */
    private static void published(Consumer<Published<Integer>[]> write, Consumer<Published<Integer>[]> read) {
        for (long seed = 0; seed < SEEDS; seed++) {
            SimEnv env = new SimEnv(seed);
            env.run(() -> {
                @SuppressWarnings({"unchecked", "rawtypes"})
                Published<Integer>[] cells =
                        new Published[] {env.memory().published(0), env.memory().published(0)};
                EnvThread writer = env.start("writer", () -> write.accept(cells));
                read.accept(cells);
                assertTrue(writer.join(-1));
            });
        }
    }

    @Test
    void releaseStoresAreSeenInTheirOrder() {
        published(
                cells -> {
                    for (int i = 1; i <= 5; i++) {
                        cells[0].setRelease(i);
                        cells[1].setRelease(i);
                    }
                },
                cells -> {
                    int last = 0;
                    while (last < 5) {
                        last = cells[1].getAcquire();
                        int before = cells[0].getAcquire();
                        assertTrue(before >= last, () -> "the second store was seen before the first");
                    }
                });
    }

    @Test
    void aStoreComesOutSomeTimeEvenWhenItsThreadDoesNothingMore() {
        published(cells -> cells[0].setRelease(1), cells -> {
            while (cells[0].getAcquire() == 0) {
                continue;
            }
        });
    }

    @Test
    void theStoringThreadSeesItsOwnStore() {
        published(
                cells -> {
                    cells[0].setRelease(7);
                    assertEquals(7, cells[0].getAcquire());
                    cells[0].setRelease(8);
                    assertEquals(8, cells[0].getAcquire());
                },
                cells -> {});
    }

    @Test
    void anEndedThreadHasPublishedEverything() {
        for (long seed = 0; seed < SEEDS; seed++) {
            SimEnv env = new SimEnv(seed);
            env.run(() -> {
                PublishedArray<String> array = env.memory().publishedArray(2);
                EnvThread writer = env.start("writer", () -> {
                    array.setPlain(0, "a");
                    array.setRelease(1, "b");
                });
                assertTrue(writer.join(-1));
                assertEquals("a", array.getAcquire(0));
                assertEquals("b", array.getAcquire(1));
                assertFalse(array.compareAndSet(1, "a", "c"));
                assertTrue(array.compareAndSet(1, "b", null));
            });
        }
    }

    @Test
    void delayedStoresReplayWithTheirSeed() {
        for (long seed = 0; seed < SEEDS; seed++) {
            assertEquals(
                    alone(seed, (memory, flag) -> flag.setRelease(true)),
                    alone(seed, (memory, flag) -> flag.setRelease(true)));
        }
    }
}
