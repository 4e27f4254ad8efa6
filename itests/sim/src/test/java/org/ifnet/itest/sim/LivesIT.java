package org.ifnet.itest.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.ifnet.testkit.Seeds;
import org.junit.jupiter.api.Test;

/** Random lives of the whole layer, each interleaved by its seed at every message, lock, store and yield point. */
class LivesIT {
    private static final int RUNS = Seeds.isFull() ? 10_000 : 1_000;

    @Test
    void everyInvariantHoldsInEveryLife() {
        Seeds.runParallel(RUNS, Life::run);
    }

    @Test
    void everyPacketIsSentOrCountedAndNoQueueIsForgotten() {
        Seeds.runParallel(RUNS, QueueLife::run);
    }

    @Test
    void theSameSeedReplaysTheSameLife() {
        Seeds.run(20, seed -> assertEquals(Life.run(seed), Life.run(seed)));
        Seeds.run(20, seed -> assertEquals(QueueLife.run(seed), QueueLife.run(seed)));
    }
}
