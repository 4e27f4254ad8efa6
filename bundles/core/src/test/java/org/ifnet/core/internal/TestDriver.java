package org.ifnet.core.internal;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import org.ifnet.IfType;
import org.ifnet.IfnetException;
import org.ifnet.driver.DriverContext;
import org.ifnet.driver.DriverInfo;
import org.ifnet.driver.DriverSource;
import org.ifnet.driver.IfnetDriver;
import org.ifnet.ifq.Subqueue;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.netisr.Callout;
import org.ifnet.wire.MacAddress;

/**
 * A device in memory: what it sends it receives again (or its peer does). A test gives each callback a behaviour, and the
 * driver asserts for itself that calls come when they may.
 */
class TestDriver implements IfnetDriver {
    /** What a callback does besides its work. */
    interface Act {
        void run() throws IfnetException;
    }

    static final DriverInfo INFO = new DriverInfo(IfType.OTHER, null, 0, 128, 72, 1500, 0, 0, 2);

    private static final Set<String> PACKET_CALLS = Set.of("poll", "start", "callout", "rx", "tx", "status handler");

    final Map<String, Act> acts = new ConcurrentHashMap<>();
    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<String> violations = new CopyOnWriteArrayList<>();
    final Queue<Mbuf> wire = new ConcurrentLinkedQueue<>();
    final AtomicLong sent = new AtomicLong();
    final AtomicLong packetCalls = new AtomicLong();
    DriverInfo info = INFO;
    volatile DriverContext context;
    volatile DriverSource source;
    volatile Callout callout;
    volatile TestDriver peer = this;
    /** Set when no call may come any more. */
    volatile boolean gone;

    TestDriver on(String callback, Act act) {
        acts.put(callback, act);
        return this;
    }

    void enter(String callback) throws IfnetException {
        if (gone) {
            violations.add(
                    callback + " after the end, on " + Thread.currentThread().getName());
        }
        if (PACKET_CALLS.contains(callback)) {
            packetCalls.incrementAndGet();
        } else {
            calls.add(callback);
        }
        Act act = acts.get(callback);
        if (act != null) {
            act.run();
        }
        if (gone && !callback.equals("detach")) {
            violations.add(callback + " was still running at the end");
        }
    }

    /** For callbacks that may not throw. */
    void enterQuietly(String callback) {
        try {
            enter(callback);
        } catch (IfnetException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public DriverInfo info() throws IfnetException {
        enter("info");
        return info;
    }

    @Override
    public void attach(DriverContext given) throws IfnetException {
        context = given;
        source = given.source(0, this::poll);
        callout = given.callout(1, () -> enterQuietly("callout"));
        enter("attach");
    }

    private boolean poll(MbufBatch received) {
        enterQuietly("poll");
        while (!received.isFull()) {
            Mbuf m = wire.poll();
            if (m == null) {
                return false;
            }
            received.add(m);
        }
        return true;
    }

    @Override
    public void start(Subqueue queue) {
        enterQuietly("start");
        for (Mbuf m = queue.dequeue(); m != null; m = queue.dequeue()) {
            sent.incrementAndGet();
            peer.inject(m);
        }
    }

    /** The device receives a frame. */
    void inject(Mbuf m) {
        m.ownedBy("wire");
        wire.add(m);
        DriverSource to = source;
        if (to != null) {
            to.schedule();
        }
    }

    @Override
    public void init() throws IfnetException {
        enter("init");
    }

    @Override
    public void stop() {
        enterQuietly("stop");
        drain();
    }

    @Override
    public void detach() {
        enterQuietly("detach");
        drain();
    }

    void drain() {
        for (Mbuf m = wire.poll(); m != null; m = wire.poll()) {
            m.free();
        }
    }

    @Override
    public void setMtu(int mtu) throws IfnetException {
        enter("setMtu");
    }

    @Override
    public void setLladdr(MacAddress address) throws IfnetException {
        enter("setLladdr");
    }

    @Override
    public void setFilter(int flags) throws IfnetException {
        enter("setFilter");
    }

    @Override
    public void setFlags(int flags) throws IfnetException {
        enter("setFlags");
    }

    @Override
    public String status() {
        enterQuietly("status");
        return "fine";
    }
}
