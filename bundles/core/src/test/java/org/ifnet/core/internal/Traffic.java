package org.ifnet.core.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.link.HookPosition;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.netisr.EnvThread;

/** Packets that go out of one interface and come back, some at a time, until somebody looks whether all did. */
final class Traffic {
    private static final int AT_ONCE = 32;

    private final Rig rig;
    private final Ifnet ifnet;
    private final AtomicBoolean end = new AtomicBoolean();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong returned = new AtomicLong();
    private final EnvThread thread;

    private Traffic(Rig rig, String name) throws IfnetException {
        this.rig = rig;
        ifnet = rig.up(rig.ifnets().attach(name, new TestDriver()).ifnet());
        ifnet.addInputHook(HookPosition.TAP, (i, m) -> {
            returned.incrementAndGet();
            return true;
        });
        thread = rig.env.start("traffic", this::send);
    }

    static Traffic start(Rig rig, String name) throws IfnetException {
        Traffic traffic = new Traffic(rig, name);
        Rig.await("traffic", () -> traffic.returned.get() > 0);
        return traffic;
    }

    private void send() {
        MbufBatch batch = new MbufBatch(AT_ONCE);
        while (!end.get()) {
            if (sent.get() - returned.get() < AT_ONCE) {
                sent.addAndGet(ifnet.transmit(fill(batch)));
            }
            // Steady, but leaves a small machine room for what the test is about.
            rig.env.park(100_000);
        }
    }

    private MbufBatch fill(MbufBatch batch) {
        while (!batch.isFull()) {
            Mbuf m = rig.pool.alloc();
            if (m == null) {
                break;
            }
            m.append(60);
            batch.add(m);
        }
        return batch;
    }

    long returned() {
        return returned.get();
    }

    void assertNothingLost() {
        end.set(true);
        assertTrue(thread.join(5_000_000_000L));
        Rig.await("all came back", () -> returned.get() == sent.get());
        assertTrue(sent.get() > 0, "nothing was sent");
    }
}
