package org.ifnet.ifq.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicLong;

import org.ifnet.IfnetCounters;
import org.ifnet.ifq.Ifq;
import org.ifnet.ifq.IfqEngine;
import org.ifnet.ifq.Regulator;
import org.ifnet.ifq.Subqueue;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.EnvThread;
import org.ifnet.netisr.internal.NetisrEngine;
import org.ifnet.netisr.internal.RealEnv;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The token bucket on the clock of the machine: roughly, for all that is exact is tested on virtual time. */
@Timeout(60)
class RealRateTest {
    private static final long RATE = 80_000_000;
    private static final long SECOND = 1_000_000_000L;
    private static final int FRAME = 1000;

    private final RealEnv env = new RealEnv();
    private final MbufPool pool = MbufPool.allocate("test", 1024, 2048, 64);
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean over;

    @Test
    void aSaturatedQueueLeavesAtTheRateOfItsRegulator() throws Exception {
        try (NetisrEngine netisr = new NetisrEngine(env, 1, null)) {
            netisr.start();
            IfqEngine.Spec spec = new IfqEngine.Spec("real0", 1, 250, 1514, 14, 0);
            Ifq ifq = new QueueEngine(env, netisr).create(spec, this::start, new IfnetCounters());
            ifq.regulate(new Regulator(RATE, 60_000));
            ifq.setRunning(true);
            EnvThread sender = env.start("sender", () -> saturate(ifq));
            env.park(SECOND / 5);
            long begin = env.nanoTime();
            long before = sent.get();
            while (env.nanoTime() - begin < SECOND) {
                env.park(begin + SECOND - env.nanoTime());
            }
            double rate = (sent.get() - before) * 8.0 * SECOND / (env.nanoTime() - begin);
            over = true;
            sender.join(-1);
            ifq.close();
            assertEquals(RATE, rate, RATE * 0.15);
        }
        assertEquals(0, pool.outstanding());
    }

    private void saturate(Ifq ifq) {
        while (!over) {
            for (int i = 0; i < 32; i++) {
                Mbuf m = pool.alloc();
                if (m != null) {
                    m.append(FRAME);
                    ifq.dispatch(m);
                }
            }
            env.park(1_000_000);
        }
    }

    private boolean start(Subqueue q) {
        for (Mbuf m = q.dequeue(); m != null; m = q.dequeue()) {
            sent.addAndGet(m.packetLength());
            m.free();
        }
        return true;
    }
}
