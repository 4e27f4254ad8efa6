package org.ifnet.itest.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.ifnet.DropReason;
import org.ifnet.IfnetCounters;
import org.ifnet.IfnetException;
import org.ifnet.altq.internal.PriqDiscipline;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.DisciplineSpec.ClassSpec;
import org.ifnet.ifq.Ifq;
import org.ifnet.ifq.IfqEngine;
import org.ifnet.ifq.Regulator;
import org.ifnet.ifq.Subqueue;
import org.ifnet.ifq.SubqueueMap;
import org.ifnet.ifq.SubqueueStats;
import org.ifnet.ifq.internal.QueueEngine;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.EnvThread;
import org.ifnet.netisr.internal.NetisrEngine;
import org.ifnet.testkit.SimEnv;

/**
 * The queues of one interface, everything at once on virtual time (reference 1.18, section 11 items 9 to 11): senders on
 * netisrs and beside them, several subqueues, a driver that sets oactive, gives back, loses packets or is held, and an
 * administrator who exchanges disciplines, regulators and owners, stops and starts, or closes. Every packet is sent or
 * counted, flows keep their order, and no queue stands with packets that nobody will start.
 */
public final class QueueLife {
    private static final int CPUS = 2;
    private static final int PACKETS = 12;
    private static final int SENDERS = 3;
    /** Long enough in virtual time for everything to leave that will. */
    private static final long PATIENCE = 60_000_000_000L;

    private static final DisciplineSpec PRIQ = new DisciplineSpec(
            "priq",
            Map.of(),
            List.of(new ClassSpec("all", "", Map.of("priority", "1", "qlimit", "1000", "default", ""))),
            List.of());

    private final SimEnv env;
    private final NetisrEngine netisr;
    private final MbufPool pool = MbufPool.allocate("sim", 256, 256, 64);
    private final QueueEngine engine;
    private final int lanes;
    private final Ifq ifq;
    private final boolean[] inDriver;
    private final boolean[] held;
    /** By flow, the number sent last. */
    private final Map<Integer, Integer> last = new HashMap<>();

    private boolean reorders;
    private boolean closes;
    private int sent;
    private int lost;
    private int busySenders = SENDERS;
    private boolean over;

    private QueueLife(SimEnv env) {
        this.env = env;
        netisr = new NetisrEngine(env, CPUS, null);
        engine = new QueueEngine(env, netisr);
        engine.add("priq", new PriqDiscipline());
        lanes = 1 + below(3);
        inDriver = new boolean[lanes];
        held = new boolean[lanes];
        int maxLength = 4 + below(40);
        ifq = engine.create(
                new IfqEngine.Spec("sim0", lanes, maxLength, 1514, 14, 0), this::start, new IfnetCounters());
        closes = below(4) == 0;
    }

    private int below(int bound) {
        return (int) Long.remainderUnsigned(env.random(), bound);
    }

    /** As {@link Life#run}. */
    public static long run(long seed) {
        SimEnv env = new SimEnv(seed);
        env.run(() -> new QueueLife(env).live());
        return env.traceHash();
    }

    private void live() {
        netisr.start();
        ifq.setRunning(true);
        List<EnvThread> threads = new ArrayList<>();
        threads.add(env.start("sender", () -> send(0)));
        for (int cpu = 0; cpu < CPUS; cpu++) {
            int flow = cpu + 1;
            netisr.post(cpu, () -> sendSome(cpu(flow), flow, 0));
        }
        EnvThread device = env.start("device", this::device);
        threads.add(env.start("administrator", this::administrate));
        threads.forEach(t -> t.join(-1));
        if (!closes) {
            ifq.setRunning(true);
        }
        long begin = env.nanoTime();
        while (busySenders != 0 || !isSettled()) {
            assertTrue(env.nanoTime() - begin < PATIENCE, () -> "1.18: stuck: " + describe());
            env.park(1_000_000);
        }
        over = true;
        device.join(-1);
        check();
        ifq.close();
        netisr.close();
        engine.close();
        assertEquals(List.of(), pool.leaks(), "1.5: packets are left");
    }

    private static int cpu(int flow) {
        return flow - 1;
    }

    private String describe() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lanes; i++) {
            text.append(ifq.subqueue(i).stats()).append(ifq.subqueue(i).isOactive() ? " oactive\n" : "\n");
        }
        return text + " " + ifq.discipline() + " " + ifq.regulator() + " " + busySenders;
    }

    /** Nothing waits, and no driver is there that could give something back. */
    private boolean isSettled() {
        return isDriverOut() && queued() == 0 && isDriverOut();
    }

    private boolean isDriverOut() {
        for (boolean inside : inDriver) {
            if (inside) {
                return false;
            }
        }
        return true;
    }

    private int queued() {
        int all = 0;
        for (int i = 0; i < lanes; i++) {
            all += ifq.subqueue(i).length();
        }
        return all;
    }

    private void check() {
        long enqueued = 0;
        long dropped = 0;
        for (int i = 0; i < lanes; i++) {
            SubqueueStats s = ifq.subqueue(i).stats();
            assertEquals(s.enqueued(), s.sent() + s.droppedTotal(), () -> "1.18: " + describe());
            assertEquals(s.enqueuedBytes(), s.sentBytes() + s.droppedBytesTotal(), () -> "1.18: " + describe());
            enqueued += s.enqueued();
            dropped += s.droppedTotal();
            assertEquals(0, s.stages(), () -> "1.18: a stage was left: " + describe());
        }
        assertEquals(SENDERS * PACKETS, enqueued, () -> "1.18: " + describe());
        assertEquals(enqueued - dropped, sent, () -> "1.18: " + describe());
        assertTrue(dropped >= lost, () -> "1.18: " + describe());
    }

    private void sendSome(int cpu, int flow, int from) {
        int to = Math.min(PACKETS, from + 1 + below(4));
        for (int i = from; i < to; i++) {
            ifq.dispatch(packet(flow, i));
        }
        if (to < PACKETS) {
            netisr.post(cpu, () -> sendSome(cpu, flow, to));
        } else {
            busySenders--;
        }
    }

    private Mbuf packet(int flow, int number) {
        Mbuf m = pool.alloc();
        m.append(60 + below(100));
        m.flowHash(flow);
        m.put32(0, flow);
        m.put32(4, number);
        return m;
    }

    private void send(int flow) {
        MbufBatch batch = new MbufBatch(4);
        for (int i = 0; i < PACKETS; i++) {
            batch.add(packet(flow, i));
            if (batch.isFull() || below(2) == 0) {
                ifq.dispatch(batch);
                env.yieldPoint("sender");
            }
        }
        ifq.dispatch(batch);
        busySenders--;
    }

    private boolean start(Subqueue q) {
        int i = q.index();
        // As the serializer of the queue does it: after a stop the next round may begin before the last has ended.
        if (inDriver[i] || below(8) == 0) {
            held[i] = true;
            return false;
        }
        inDriver[i] = true;
        env.yieldPoint("driver");
        MbufBatch batch = new MbufBatch(3);
        int left = below(8);
        while (q.dequeue(batch) != 0) {
            int take = Math.min(left, batch.size());
            for (int n = 0; n < take; n++) {
                finish(q, batch.get(n));
            }
            left -= take;
            boolean full = take < batch.size();
            env.yieldPoint("driver");
            q.prepend(batch, take);
            if (full) {
                q.setOactive();
                break;
            }
        }
        env.yieldPoint("driver");
        inDriver[i] = false;
        return true;
    }

    private void finish(Subqueue q, Mbuf m) {
        int flow = m.get32(0);
        int number = m.get32(4);
        if (!reorders) {
            assertTrue(last.getOrDefault(flow, -1) < number, () -> "1.18: flow " + flow + " overtook itself");
            last.put(flow, number);
        }
        if (below(16) == 0) {
            q.drop(m, DropReason.DRIVER_ERROR);
            lost++;
        } else {
            m.free();
            sent++;
        }
    }

    private void device() {
        while (!over) {
            for (int i = 0; i < lanes; i++) {
                if (ifq.subqueue(i).isOactive()) {
                    ifq.subqueue(i).clearOactive();
                }
                if (held[i]) {
                    held[i] = false;
                    ifq.startAgain(i);
                }
            }
            env.park(10_000);
        }
    }

    private void administrate() {
        for (int n = below(12); n > 0; n--) {
            try {
                change(below(11));
            } catch (IfnetException e) {
                // Refusals (EBUSY, ENOENT, EINVAL) are part of it.
                env.yieldPoint("refused");
            }
            env.park(below(3) * 5_000);
        }
        if (closes) {
            ifq.close();
        }
    }

    private void change(int what) throws IfnetException {
        switch (what) {
            case 0, 1 -> ifq.attachDiscipline(PRIQ);
            case 2, 3 -> ifq.enableDiscipline();
            case 4 -> ifq.disableDiscipline();
            case 5 -> ifq.regulate(new Regulator(1_000_000L << below(8), 1 + below(4000)));
            case 6 -> ifq.regulate(null);
            case 7 -> {
                ifq.setRunning(false);
                env.yieldPoint("down");
                ifq.setRunning(true);
            }
            case 8, 9 -> ifq.owner(below(lanes), below(CPUS));
            default -> {
                reorders = true;
                ifq.map(SubqueueMap.values()[below(SubqueueMap.values().length)]);
            }
        }
    }
}
