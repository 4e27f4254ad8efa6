package org.ifnet.benchmark.queue;

import java.lang.reflect.Proxy;
import java.util.Map;

import org.ifnet.IfnetCounters;
import org.ifnet.ifq.Ifq;
import org.ifnet.ifq.IfqEngine;
import org.ifnet.ifq.Subqueue;
import org.ifnet.ifq.internal.QueueComponent;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.netisr.internal.NetisrEngine;
import org.ifnet.netisr.internal.RealEnv;
import org.jctools.queues.MpscArrayQueue;
import org.osgi.framework.BundleContext;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.YieldingWaitStrategy;

/** The ways that are compared, all of the same capacity. */
final class Lanes {
    static final int CAPACITY = 256;
    private static final int FRAME = 1514;

    private Lanes() {}

    static Lane of(Subject subject) {
        return switch (subject) {
            case TWO_JCTOOLS -> new Jctools();
            case TWO_DISRUPTOR -> new Disruptor();
            default -> new Ours();
        };
    }

    /** A queue that is not running, so that nobody is scheduled: the queue alone is measured. */
    private static final class Ours implements Lane {
        private final Ifq ifq;
        private final Subqueue subqueue;

        Ours() {
            RealEnv env = new RealEnv();
            NetisrEngine netisr = new NetisrEngine(env, 1, null);
            IfqEngine.Spec spec = new IfqEngine.Spec("bench0", 1, CAPACITY, FRAME, 14, 0);
            ifq = new QueueComponent(nowhere(), env, netisr, Map.of()).create(spec, q -> true, new IfnetCounters());
            subqueue = ifq.subqueue(0);
        }

        @Override
        public boolean offer(Mbuf m) {
            return ifq.dispatch(m) == 0;
        }

        @Override
        public void offer(MbufBatch batch) {
            ifq.dispatch(batch);
        }

        @Override
        public int poll(MbufBatch into) {
            if (into.room() == 1) {
                Mbuf m = subqueue.dequeue();
                return m != null && into.add(m) ? 1 : 0;
            }
            return subqueue.dequeue(into);
        }
    }

    /** A framework in which services are registered for nobody: the component is the one that containers run. */
    private static BundleContext nowhere() {
        return (BundleContext) Proxy.newProxyInstance(
                Lanes.class.getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> null);
    }

    private static final class Jctools implements Lane {
        private final MpscArrayQueue<Mbuf> queue = new MpscArrayQueue<>(CAPACITY);

        @Override
        public boolean offer(Mbuf m) {
            return queue.offer(m);
        }

        @Override
        public int poll(MbufBatch into) {
            int n = 0;
            while (!into.isFull()) {
                Mbuf m = queue.poll();
                if (m == null) {
                    break;
                }
                into.add(m);
                n++;
            }
            return n;
        }
    }

    private static final class Disruptor implements Lane {
        /** A slot of the ring. */
        private static final class Slot {
            private Mbuf m;
        }

        private final RingBuffer<Slot> ring =
                RingBuffer.createMultiProducer(Slot::new, CAPACITY, new YieldingWaitStrategy());
        private final EventPoller<Slot> poller = ring.newPoller();
        private MbufBatch into;
        private int taken;

        Disruptor() {
            ring.addGatingSequences(poller.getSequence());
        }

        @Override
        public boolean offer(Mbuf m) {
            return ring.tryPublishEvent((slot, sequence, packet) -> slot.m = packet, m);
        }

        @Override
        public int poll(MbufBatch batch) {
            into = batch;
            taken = 0;
            try {
                poller.poll((slot, sequence, end) -> {
                    into.add(slot.m);
                    taken++;
                    return !into.isFull();
                });
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return taken;
        }
    }
}
