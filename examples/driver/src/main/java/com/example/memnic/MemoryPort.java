package com.example.memnic;

import org.ifnet.DropReason;
import org.ifnet.LinkState;
import org.ifnet.driver.DriverContext;
import org.ifnet.driver.DriverInfo;
import org.ifnet.driver.DriverSource;
import org.ifnet.driver.IfnetDriver;
import org.ifnet.ifq.Subqueue;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.MacAddress;

/** One port of the card: an Ethernet interface whose cable ends at the other port. */
final class MemoryPort implements IfnetDriver {
    private static final long GIGABIT = 1_000_000_000L;

    private final String name;
    private final MacAddress address;
    private final Wire in;
    private final Wire out;
    private MemoryPort other;

    /** What one attachment has: null from detach to the next attach. */
    private volatile DriverContext context;

    private volatile DriverSource source;
    private volatile boolean up;

    MemoryPort(String name, MacAddress address, Wire in, Wire out) {
        this.name = name;
        this.address = address;
        this.in = in;
        this.out = out;
    }

    /** Plugs the cable in, before either port is offered to the platform. */
    static void connect(MemoryPort a, MemoryPort b) {
        a.other = b;
        b.other = a;
    }

    String name() {
        return name;
    }

    /** What the device is like: ordinary Ethernet, one transmit queue. */
    @Override
    public DriverInfo info() {
        return DriverInfo.ethernet(address);
    }

    /** Get ready, without receiving yet. */
    @Override
    public void attach(DriverContext given) {
        context = given;
        source = given.source(0, this::poll);
        showCarrier();
    }

    /** Let go of everything that attach took. Nobody is inside any more, and nobody will come. */
    @Override
    public void detach() {
        source = null;
        context = null;
    }

    /** The interface goes up. */
    @Override
    public void init() {
        attached();
        in.clear();
        up = true;
        other.showCarrier();
    }

    /** The interface goes down. What the other port still wants to send here, it shall drop rather than wait. */
    @Override
    public void stop() {
        attached();
        up = false;
        other.wake();
        other.showCarrier();
    }

    /** Put what waits on the wire. When it is full, say so and leave the rest in the queue: that is back-pressure. */
    @Override
    public void start(Subqueue queue) {
        attached();
        while (isReady(queue)) {
            Mbuf packet = queue.dequeue();
            if (packet == null) {
                break;
            }
            if (other.up) {
                out.put(packet);
                packet.free();
            } else {
                queue.drop(packet, DropReason.IF_DOWN);
            }
        }
        other.interrupt();
    }

    /** Looks a second time after setOactive: the other port may have made room, or gone down, and would not tell again. */
    private boolean isReady(Subqueue queue) {
        if (out.hasRoom() || !other.up) {
            return true;
        }
        queue.setOactive();
        if (!out.hasRoom() && other.up) {
            return false;
        }
        queue.clearOactive();
        return true;
    }

    /** Hand over what arrived, as much as the batch takes. True: there is more. */
    private boolean poll(MbufBatch received) {
        DriverContext bound = attached();
        while (up && received.room() > 0 && !in.isEmpty()) {
            Mbuf packet = bound.pool().alloc();
            if (packet == null) {
                in.skip();
                bound.inputDropped(DropReason.NO_MBUF, 1);
            } else {
                in.take(packet);
                received.add(packet);
            }
        }
        other.wake();
        return up && !in.isEmpty();
    }

    /** What a card does when a frame arrives. */
    private void interrupt() {
        DriverSource polled = source;
        if (polled != null) {
            polled.schedule();
        }
    }

    /** There is room on the wire again. */
    private void wake() {
        DriverContext bound = context;
        if (bound != null) {
            bound.queue(0).clearOactive();
        }
    }

    /** There is a carrier while the other end is up. */
    private void showCarrier() {
        DriverContext bound = context;
        if (bound != null) {
            bound.linkState(other.up ? LinkState.UP : LinkState.DOWN, GIGABIT);
        }
    }

    /** The platform promises to call nothing after detach. A driver need not check that; this one holds it to its word. */
    private DriverContext attached() {
        DriverContext bound = context;
        if (bound == null) {
            throw new IllegalStateException(name + " was called while it was not attached");
        }
        return bound;
    }

    @Override
    public String status() {
        return "cable to " + other.name;
    }
}
