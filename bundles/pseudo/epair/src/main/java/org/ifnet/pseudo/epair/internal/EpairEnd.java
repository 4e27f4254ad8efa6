package org.ifnet.pseudo.epair.internal;

import org.ifnet.DropReason;
import org.ifnet.LinkState;
import org.ifnet.driver.DriverContext;
import org.ifnet.driver.DriverInfo;
import org.ifnet.driver.DriverSource;
import org.ifnet.driver.IfnetDriver;
import org.ifnet.driver.Ifpoll;
import org.ifnet.ifq.Subqueue;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * One end of a pair. The transmit queues of an end are the wire to its peer: start marks the queue oactive and schedules the
 * peer's source of the same number, whose poll takes packets straight from the queue. So a slow peer holds the sender
 * back and loses nothing, and no packet is copied.
 *
 * <p>While the peer is down there is no carrier, and start drops what waits. An end that goes down, or away, lets the
 * peer's queues go on after it has taken {@link #up} back. Start of the peer marks oactive before it looks at {@code up}, so
 * one of the two always sees the other, and no queue waits for an end that is not there.
 *
 * <p>An end that is polled is not woken by its peer: handlers look into the peer's queues. When it waits again it looks
 * once more by itself, after {@link #polled} was taken back, which start of the peer reads after it has its packets queued.
 */
final class EpairEnd implements IfnetDriver {
    /** Subqueues of an end and sources of its peer: number n of both is on the same netisr. */
    static final int QUEUES = 4;

    private static final int LEAST_MTU = 72;
    private static final int MOST_MTU = 65535;
    private static final long BAUDRATE = 10_000_000_000L;
    /** Marks of the sender that a wire would not carry. */
    private static final int SENDERS = Mbuf.PRIO | Mbuf.MCAST | Mbuf.BCAST | Mbuf.PROMISC;

    private final MacAddress lladdr;
    private volatile @Nullable EpairEnd other;
    private volatile @Nullable Port port;
    private volatile boolean up;
    private volatile boolean polled;

    /** What one binding of an end has. */
    private record Port(DriverContext context, DriverSource[] sources) {}

    EpairEnd(MacAddress lladdr) {
        this.lladdr = lladdr;
    }

    static void connect(EpairEnd a, EpairEnd b) {
        a.other = b;
        b.other = a;
    }

    @Override
    public DriverInfo info() {
        DriverInfo ethernet = DriverInfo.ethernet(lladdr).withQueues(QUEUES);
        return ethernet.withMtu(ethernet.mtu(), LEAST_MTU, MOST_MTU);
    }

    @Override
    public void attach(DriverContext context) {
        DriverSource[] sources = new DriverSource[QUEUES];
        for (int i = 0; i < QUEUES; i++) {
            int queue = i;
            sources[i] = context.source(i % context.cpus(), received -> poll(queue, received));
        }
        port = new Port(context, sources);
        showCarrier();
    }

    @Override
    public void detach() {
        leave();
        port = null;
    }

    @Override
    public void init() {
        up = true;
        resume();
        peer().showCarrier();
    }

    @Override
    public void stop() {
        leave();
    }

    private void leave() {
        up = false;
        peer().resume();
        peer().showCarrier();
    }

    private EpairEnd peer() {
        EpairEnd end = other;
        if (end == null) {
            throw new IllegalStateException(lladdr + " has no peer");
        }
        return end;
    }

    /** Lets the queues of this end go on, if it has any. */
    private void resume() {
        Port bound = port;
        for (int i = 0; bound != null && i < QUEUES; i++) {
            bound.context.queue(i).clearOactive();
        }
    }

    /** Any thread: the platform publishes the change later and leaves repetitions out. */
    private void showCarrier() {
        Port bound = port;
        if (bound != null) {
            bound.context.linkState(peer().up ? LinkState.UP : LinkState.DOWN, BAUDRATE);
        }
    }

    @Override
    public void start(Subqueue queue) {
        EpairEnd peer = peer();
        queue.setOactive();
        Port far = peer.port;
        if (peer.up && far != null) {
            if (!peer.polled) {
                far.sources[queue.index()].schedule();
            }
            return;
        }
        for (Mbuf m = queue.dequeue(); m != null; m = queue.dequeue()) {
            queue.drop(m, DropReason.IF_DOWN);
        }
        queue.clearOactive();
    }

    /** Receives what the peer's queue of that number holds. */
    private boolean poll(int number, MbufBatch received) {
        Port far = peer().port;
        if (far == null) {
            return false;
        }
        Subqueue queue = far.context.queue(number);
        if (up) {
            take(queue, received, received.room());
            if (received.isFull()) {
                return true;
            }
        }
        queue.clearOactive();
        return false;
    }

    private static void take(Subqueue queue, MbufBatch received, int most) {
        int first = received.size();
        if (most >= received.room()) {
            queue.dequeue(received);
        } else {
            for (Mbuf m = queue.dequeue(); m != null; m = received.size() - first < most ? queue.dequeue() : null) {
                received.add(m);
            }
        }
        for (int i = first; i < received.size(); i++) {
            received.get(i).clear(SENDERS);
        }
    }

    @Override
    public void polling(@Nullable Ifpoll info) {
        polled = info != null;
        if (info == null) {
            lookAgain();
            return;
        }
        for (int i = 0; i < QUEUES; i++) {
            int queue = i;
            info.rx(i % info.cpus(), (received, budget) -> polled(queue, received, budget));
        }
    }

    private void lookAgain() {
        Port bound = port;
        for (int i = 0; bound != null && i < QUEUES; i++) {
            bound.sources[i].schedule();
        }
    }

    /** A handler: the peer's queue goes on when it has been emptied. */
    private void polled(int number, MbufBatch received, int budget) {
        Port far = peer().port;
        if (far == null) {
            return;
        }
        Subqueue queue = far.context.queue(number);
        int before = received.size();
        take(queue, received, budget);
        if (received.size() - before < budget && queue.isOactive()) {
            queue.clearOactive();
        }
    }

    /** A wire of any thickness. */
    @Override
    public void setMtu(int mtu) {}

    /** It receives everything anyway. */
    @Override
    public void setLladdr(MacAddress address) {}

    @Override
    public String status() {
        Port far = peer().port;
        return far == null
                ? "peer is not attached"
                : "peer " + far.context.ifnet().name();
    }
}
