package org.ifnet.itest.conformance;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.driver.DriverContext;
import org.ifnet.driver.DriverInfo;
import org.ifnet.driver.DriverSource;
import org.ifnet.driver.IfnetSerializer;
import org.ifnet.ifq.Subqueue;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.netisr.Env;
import org.ifnet.wire.MacAddress;

/** A card with two transmit queues and a source that notes when calls overlap which must not. */
class Serialized extends Card {
    final AtomicInteger violations = new AtomicInteger();
    final AtomicLong polled = new AtomicLong();
    volatile IfnetSerializer serializer;
    volatile DriverSource source;
    volatile Runnable inControl = () -> {};
    volatile Runnable inStart = () -> {};
    volatile Env env;
    private final AtomicInteger controlling = new AtomicInteger();
    private final AtomicInteger packets = new AtomicInteger();

    Serialized() {
        info = info.withQueues(2);
    }

    @Override
    public IfnetSerializer serializer(Env given, int queues) throws IfnetException {
        env = given;
        serializer = IfnetSerializer.array(given, "a card", 1, queues);
        return serializer;
    }

    @Override
    public void attach(DriverContext given) throws IfnetException {
        super.attach(given);
        source = given.source(1, this::poll);
        control();
    }

    private boolean poll(MbufBatch received) {
        packet(serializer.placeOfSource(0));
        polled.incrementAndGet();
        packets.decrementAndGet();
        return false;
    }

    @Override
    public void start(Subqueue queue) {
        packet(serializer.placeOfQueue(queue.index()));
        inStart.run();
        Mbuf m = queue.dequeue();
        if (m != null) {
            sent.incrementAndGet();
            m.free();
        }
        env.yieldPoint("test.start");
        packets.decrementAndGet();
    }

    /** A call of the packet path: its own serializer is held and no other, and nothing changes the interface. */
    private void packet(int place) {
        packets.incrementAndGet();
        env.yieldPoint("test.packet");
        boolean own = serializer.get(place).isHeldByCaller();
        boolean main = serializer.main().isHeldByCaller();
        check(own && !main && controlling.get() == 0);
    }

    /** A call that changes the interface: everything is held, and nobody else is inside. */
    final void control() {
        controlling.incrementAndGet();
        env.yieldPoint("test.control");
        check(serializer.isAllHeldByCaller() && packets.get() == 0);
        inControl.run();
        check(packets.get() == 0);
        controlling.decrementAndGet();
    }

    private void check(boolean right) {
        if (!right) {
            violations.incrementAndGet();
        }
    }

    @Override
    public void init() throws IfnetException {
        super.init();
        control();
    }

    @Override
    public void stop() {
        super.stop();
        control();
    }

    @Override
    public void detach() {
        super.detach();
        control();
    }

    @Override
    public void setMtu(int mtu) throws IfnetException {
        super.setMtu(mtu);
        control();
    }

    @Override
    public void setFilter(int flags) throws IfnetException {
        super.setFilter(flags);
        control();
    }

    @Override
    public void setLladdr(MacAddress address) throws IfnetException {
        super.setLladdr(address);
        control();
    }

    /** Wider than an Ethernet card, so that the MTU can go up and down. */
    Serialized withMtu(int least, int most) {
        DriverInfo old = info;
        info = old.withMtu(old.mtu(), least, most);
        return this;
    }

    /** Sends that many packets over both queues; how many were accepted. */
    static int send(Layer layer, Ifnet ifnet, int count) {
        MbufBatch batch = new MbufBatch(count);
        for (int i = 0; i < count; i++) {
            Mbuf m = layer.pool.alloc();
            if (m != null) {
                m.append(60);
                m.flowHash(i);
                batch.add(m);
            }
        }
        return ifnet.transmit(batch);
    }

    /** Lets time pass, in either kind of time. */
    static void sleep(Layer layer, long nanos) {
        long begin = layer.env.nanoTime();
        for (long left = nanos; left > 0; left = nanos - (layer.env.nanoTime() - begin)) {
            layer.env.park(left);
        }
    }
}
