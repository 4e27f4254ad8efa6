package org.ifnet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

class SeedsTest {
    @Test
    void namesTheSeedThatFailed() {
        AtomicInteger runs = new AtomicInteger();
        AssertionError error = assertThrows(
                AssertionError.class, () -> Seeds.run(10, seed -> assertTrue(runs.incrementAndGet() < 4, "third")));
        assertEquals(4, runs.get());
        assertTrue(error.getMessage().startsWith("seed "), error.getMessage());
    }

    @Test
    void runsEverySeedOnceOnSeveralThreadsAndNamesOneThatFailed() {
        Set<Long> seen = ConcurrentHashMap.newKeySet();
        Seeds.runParallel(100, seed -> assertTrue(seen.add(seed)));
        assertEquals(100, seen.size());
        AssertionError error = assertThrows(
                AssertionError.class, () -> Seeds.runParallel(100, seed -> assertTrue(seed % 50 != 7, "seven")));
        assertTrue(error.getMessage().contains("-D" + Seeds.ONE + "="), error.getMessage());
    }

    @Test
    void awaitsAConditionAndTellsWhatWasMissing() {
        AtomicInteger asked = new AtomicInteger();
        Await.until("third look", () -> asked.incrementAndGet() == 3, Duration.ofSeconds(5));
        AssertionError error =
                assertThrows(AssertionError.class, () -> Await.until("rain", () -> false, Duration.ofMillis(5)));
        assertTrue(error.getMessage().contains("rain"), error.getMessage());
    }
}
