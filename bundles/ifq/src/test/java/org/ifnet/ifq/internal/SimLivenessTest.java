package org.ifnet.ifq.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.IfnetCounters;
import org.ifnet.ifq.Ifq;
import org.ifnet.ifq.IfqEngine;
import org.ifnet.ifq.Subqueue;
import org.ifnet.ifq.SubqueueStats;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.EnvThread;
import org.ifnet.testkit.HandNetisr;
import org.ifnet.testkit.Seeds;
import org.ifnet.testkit.SimEnv;
import org.junit.jupiter.api.Test;

/** The same on virtual time, where a seed decides at every lock who is next: few packets, many interleavings. */
class SimLivenessTest {
    private static final int PACKETS = 6;

    private final MbufPool pool = MbufPool.allocate("test", 512, 256, 64);

    @Test
    void leavesNoPacketInAReadyQueueWhateverTheInterleaving() {
        Seeds.run(1500, seed -> {
            SimEnv env = new SimEnv(seed);
            env.run(() -> new Run(env).main());
            assertEquals(List.of(), pool.leaks());
        });
    }

    /** One seed: two senders, a device that takes packets again, and in every second run somebody who stops and starts the
     * queue; not in all, because each start also rescues a queue that is stuck. */
    private final class Run {
        private final SimEnv env;
        private final HandNetisr netisr = new HandNetisr(1);
        private final Ifq ifq;
        private final Subqueue q;
        private boolean inDriver;
        /** The device is between clearing oactive and having scheduled the start. */
        private boolean waking;

        private int sent;
        private boolean over;

        Run(SimEnv env) {
            this.env = env;
            IfqEngine.Spec spec = new IfqEngine.Spec("sim0", 1, 2 * PACKETS, 1514, 14, 0);
            ifq = new QueueEngine(env, netisr).create(spec, this::drive, new IfnetCounters());
            q = ifq.subqueue(0);
        }

        void main() {
            ifq.setRunning(true);
            List<EnvThread> others = new ArrayList<>();
            others.add(env.start("sender 1", this::send));
            others.add(env.start("sender 2", this::send));
            EnvThread administrator = env.start("administrator", this::administrate);
            EnvThread device = env.start("device", this::wakeUp);
            others.add(administrator);
            while (others.stream().anyMatch(EnvThread::isAlive) || waking || netisr.pending() != 0 || q.isOactive()) {
                if (netisr.runOnce(0) == 0) {
                    env.park(500);
                }
            }
            over = true;
            SubqueueStats stats = q.stats();
            assertEquals(0, stats.queued(), "stuck");
            assertEquals(2 * PACKETS, stats.enqueued());
            assertEquals(sent, stats.sent());
            assertEquals(stats.enqueued(), stats.sent() + stats.droppedTotal());
            ifq.close();
            device.join(-1);
        }

        private boolean drive(Subqueue queue) {
            assertTrue(!inDriver, "two starts at once");
            inDriver = true;
            MbufBatch batch = new MbufBatch(3);
            int left = (int) (env.random() & 7);
            while (queue.dequeue(batch) != 0) {
                int take = Math.min(left, batch.size());
                for (int i = 0; i < take; i++) {
                    batch.get(i).free();
                    sent++;
                }
                left -= take;
                boolean full = take < batch.size();
                queue.prepend(batch, take);
                if (full) {
                    queue.setOactive();
                    break;
                }
            }
            inDriver = false;
            return true;
        }

        private void send() {
            for (int i = 0; i < PACKETS; i++) {
                Mbuf m = pool.alloc();
                m.append(60);
                ifq.dispatch(m);
            }
        }

        private void administrate() {
            for (int i = env.seed() % 2 == 0 ? 10 : 0; i > 0; i--) {
                ifq.setRunning(false);
                env.yieldPoint("administrator");
                ifq.setRunning(true);
            }
        }

        private void wakeUp() {
            while (!over) {
                waking = true;
                if (q.isOactive()) {
                    q.clearOactive();
                }
                waking = false;
                env.park(1_000);
            }
        }
    }
}
