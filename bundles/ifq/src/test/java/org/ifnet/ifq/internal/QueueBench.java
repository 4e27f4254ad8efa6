package org.ifnet.ifq.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.ifnet.IfnetCounters;
import org.ifnet.ifq.Ifq;
import org.ifnet.ifq.IfqEngine;
import org.ifnet.ifq.Subqueue;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.internal.RealEnv;
import org.ifnet.testkit.HandNetisr;

/** A queue between the test, which sends, and a driver that the test plays. */
final class QueueBench {
    final HandNetisr netisr;
    final MbufPool pool;
    final IfnetCounters counters = new IfnetCounters();
    final QueueEngine engine;
    final Ifq ifq;
    /** What the driver does in start; at first it does nothing and refuses to be called again. */
    Consumer<Subqueue> driver = Subqueue::setOactive;
    /** Somebody holds the queue's serializer: starts are refused. */
    boolean held;

    QueueBench(int cpus, int queues, int maxLength, int maxFrame) {
        this(new RealEnv(), cpus, queues, maxLength, maxFrame);
    }

    QueueBench(Env env, int cpus, int queues, int maxLength, int maxFrame) {
        netisr = new HandNetisr(cpus, env::nanoTime);
        pool = MbufPool.allocate("test", 4096, 256, 64);
        IfqEngine.Spec spec = new IfqEngine.Spec("t0", queues, maxLength, maxFrame, 14, 0);
        engine = new QueueEngine(env, netisr);
        ifq = engine.create(spec, this::start, counters);
    }

    private boolean start(Subqueue queue) {
        if (!held) {
            driver.accept(queue);
        }
        return !held;
    }

    QueueBench(int maxLength) {
        this(1, 1, maxLength, 1000);
    }

    /** A packet of that many bytes that carries a number. */
    Mbuf packet(int number, int bytes) {
        Mbuf m = pool.alloc();
        if (m == null || !m.append(bytes)) {
            throw new AssertionError("no packet of " + bytes);
        }
        m.put32(0, number);
        return m;
    }

    Mbuf packet(int number) {
        return packet(number, 60);
    }

    Mbuf prio(int number) {
        Mbuf m = packet(number);
        m.set(Mbuf.PRIO);
        return m;
    }

    /** Dequeues all of subqueue 0, frees it and says which numbers came in which order. */
    List<Integer> drain() {
        return drain(0);
    }

    List<Integer> drain(int index) {
        List<Integer> numbers = new ArrayList<>();
        for (Mbuf m = ifq.subqueue(index).dequeue();
                m != null;
                m = ifq.subqueue(index).dequeue()) {
            numbers.add(m.get32(0));
            m.free();
        }
        return numbers;
    }
}
