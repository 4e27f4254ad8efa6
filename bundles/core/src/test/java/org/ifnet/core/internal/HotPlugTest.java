package org.ifnet.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

import org.ifnet.Ifnet;
import org.ifnet.LinkState;
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
            other.assertNothingLost();
        }
    }

    @Test
    void aDriverThatWasUnpluggedCanBeCollected() throws Exception {
        try (Rig rig = new Rig()) {
            List<Ifnet> kept = new ArrayList<>();
            List<WeakReference<TestDriver>> gone = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                gone.add(plugAndUnplug(rig, i, kept));
            }
            Rig.await("collected", () -> {
                System.gc();
                return gone.stream().allMatch(driver -> driver.get() == null);
            });
            assertEquals(20, kept.size(), "interfaces that somebody still holds hold no driver");
        }
    }

    /** Uses every part of the platform that could hold on to a driver. */
    private static WeakReference<TestDriver> plugAndUnplug(Rig rig, int id, List<Ifnet> kept) throws Exception {
        TestDriver driver = new TestDriver();
        if (id % 4 == 1) {
            driver.on("start", () -> {
                throw new IllegalStateException("expected by this test");
            });
        }
        rig.whiteboard().registered(id, "em0", () -> driver, () -> {});
        Ifnet ifnet = rig.up(rig.ifnet("em0"));
        kept.add(ifnet);
        driver.callout.reset(1_000_000_000);
        driver.context.thread("idle", () -> {});
        driver.context.linkState(LinkState.UP, 1);
        ifnet.transmit(packets(rig, 8));
        ifnet.driverStatus();
        rig.whiteboard().unregistering(id);
        driver.drain();
        return new WeakReference<>(driver);
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
