package org.ifnet.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.ifnet.Ifnet;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.junit.jupiter.api.Test;

/** Drivers plugged in and out while packets flow through them and through another interface. */
class HotPlugTest {
    private static final int TIMES = 1000;

    @Test
    void aThousandPlugsUnderTrafficCostTheOtherInterfaceNothingAndLeaveNothing() throws Exception {
        try (Rig rig = new Rig()) {
            Traffic other = Traffic.start(rig, "ok0");
            long begin = System.nanoTime();
            for (int i = 0; i < TIMES; i++) {
                TestDriver driver = new TestDriver();
                rig.whiteboard().registered(i, "em0", () -> driver, () -> {});
                Ifnet ifnet = rig.up(rig.ifnet("em0"));
                ifnet.transmit(packets(rig, 8));
                driver.callout.reset(1_000);
                rig.whiteboard().unregistering(i);
                driver.gone = true;
                assertEquals(List.of(), driver.violations);
                driver.gone = false;
                driver.drain();
            }
            long nanos = System.nanoTime() - begin;
            other.assertNothingLost();
            System.getLogger("test").log(System.Logger.Level.INFO, TIMES + " plugs in " + nanos / 1_000_000 + " ms");
        }
    }

    private static MbufBatch packets(Rig rig, int count) {
        MbufBatch batch = new MbufBatch(count);
        for (int i = 0; i < count; i++) {
            Mbuf m = rig.pool.alloc();
            m.append(60);
            batch.add(m);
        }
        return batch;
    }
}
