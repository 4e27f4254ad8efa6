package org.ifnet.itest.sim;

import org.ifnet.DriverState;
import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.LinkState;
import org.ifnet.driver.DriverContext;
import org.ifnet.driver.DriverInfo;
import org.ifnet.driver.DriverSource;
import org.ifnet.driver.IfnetDriver;
import org.ifnet.ifq.Subqueue;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.mbuf.MbufQueue;
import org.ifnet.netisr.Callout;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * A device in memory that receives what it sends, whose transmit ring is small, and that fails in the way the seed gave
 * it. It checks for itself that it is called when it may be.
 */
final class SimDriver implements IfnetDriver {
    private static final int MTU = 1500;
    /** Frames in the transmit ring. */
    private static final int RING = 4;

    private static final long TRANSMIT_NANOS = 20_000;
    private static final long STUCK_NANOS = 25_000_000;
    private static final long LOCAL = 0x02L << 40;

    /** How it fails. Most do not. */
    enum Temper {
        GOOD,
        REFUSES_INFO,
        REFUSES_ATTACH,
        FAILS_INIT,
        REFUSES_CHANGES,
        THROWS_IN_START,
        HANGS_IN_START
    }

    private final SimPlatform platform;
    private final Temper temper;
    private final MacAddress lladdr;
    private final MbufQueue ring = new MbufQueue();
    private @Nullable DriverContext context;
    private @Nullable DriverSource source;
    private @Nullable Callout transmitted;
    private boolean starting;
    private boolean bound;
    /** Its registration has gone: nobody may call any more. */
    boolean gone;

    private int mtu = MTU;
    private int filter;

    SimDriver(SimPlatform platform) {
        this.platform = platform;
        Temper[] tempers = Temper.values();
        int drawn = platform.dice.below(2 * tempers.length);
        temper = drawn < tempers.length ? tempers[drawn] : Temper.GOOD;
        lladdr = new MacAddress(LOCAL | platform.env.random() & 0xff_ffffL);
    }

    private void called(String what) {
        platform.violations.unless(!gone, "1.5: " + what + " of a driver after its end: " + this);
        platform.env.yieldPoint("driver." + what);
        platform.violations.unless(!gone, "1.5: the end of a driver while it is in " + what + ": " + this);
    }

    private void bound(String what) {
        called(what);
        platform.violations.unless(bound, what + " of a driver that is not bound: " + this);
    }

    private IfnetException refusal(String what) {
        return new IfnetException(Errno.EIO, "the device refuses " + what);
    }

    @Override
    public DriverInfo info() throws IfnetException {
        called("info");
        if (temper == Temper.REFUSES_INFO) {
            throw refusal("info");
        }
        return DriverInfo.ethernet(lladdr);
    }

    @Override
    public void attach(DriverContext given) throws IfnetException {
        called("attach");
        platform.violations.unless(!bound, "attached twice: " + this);
        if (temper == Temper.REFUSES_ATTACH) {
            throw refusal("attach");
        }
        bound = true;
        mtu = MTU;
        filter = 0;
        context = given;
        source = given.source(platform.dice.below(given.cpus()), this::poll);
        transmitted = given.callout(0, this::transmitted);
        given.linkState(LinkState.UP, 1_000_000_000);
    }

    @Override
    public void detach() {
        bound("detach");
        bound = false;
        ring.freeAll();
    }

    @Override
    public void init() {
        bound("init");
        if (temper == Temper.FAILS_INIT && platform.dice.once(2)) {
            throw new IllegalStateException("init fails");
        }
    }

    @Override
    public void stop() {
        bound("stop");
        ring.freeAll();
    }

    @Override
    public void start(Subqueue queue) {
        platform.violations.unless(!starting, "1.18: two starts at once: " + this);
        starting = true;
        bound("start");
        try {
            if (temper == Temper.THROWS_IN_START && platform.dice.once(2)) {
                throw new IllegalStateException("start fails");
            }
            if (temper == Temper.HANGS_IN_START && platform.dice.once(3)) {
                platform.env.burn(STUCK_NANOS);
            }
            send(queue);
        } finally {
            starting = false;
        }
    }

    private void send(Subqueue queue) {
        while (ring.length() < RING) {
            Mbuf m = queue.dequeue();
            if (m == null) {
                break;
            }
            ring.add(m);
            platform.env.yieldPoint("driver.ring");
        }
        // Looked at once: the other netisr empties the ring meanwhile.
        int waiting = ring.length();
        if (waiting == RING) {
            queue.setOactive();
        }
        Callout timer = transmitted;
        if (timer != null && waiting != 0) {
            timer.reset(TRANSMIT_NANOS);
        }
    }

    /** The device has sent what was in the ring. */
    private void transmitted() {
        bound("callout");
        DriverSource wire = source;
        DriverContext given = context;
        if (wire != null && given != null) {
            wire.schedule();
            given.queue(0).clearOactive();
        }
    }

    private boolean poll(MbufBatch received) {
        bound("poll");
        while (!received.isFull()) {
            Mbuf m = ring.poll();
            if (m == null) {
                return false;
            }
            m.clear(Mbuf.PRIO | Mbuf.MCAST | Mbuf.BCAST);
            received.add(m);
        }
        return true;
    }

    @Override
    public void setMtu(int changed) throws IfnetException {
        bound("setMtu");
        if (temper == Temper.REFUSES_CHANGES && platform.dice.once(2)) {
            throw refusal("an mtu of " + changed);
        }
        mtu = changed;
    }

    @Override
    public void setFilter(int flags) throws IfnetException {
        bound("setFilter");
        if (temper == Temper.REFUSES_CHANGES && platform.dice.once(2)) {
            throw refusal("a filter of " + IfFlags.names(flags));
        }
        filter = flags & IfFlags.PROMISC;
    }

    @Override
    public String status() {
        return this + ", " + ring.length() + " frames in its ring";
    }

    /** Nothing happens now: the device is as the interface says. */
    void checkQuiet() {
        DriverContext given = context;
        if (!bound || given == null || given.ifnet().driverState() != DriverState.BOUND) {
            return;
        }
        Ifnet ifnet = given.ifnet();
        platform.violations.unless(mtu == ifnet.mtu(), "1.9: device has mtu " + mtu + ", " + ifnet + " " + ifnet.mtu());
        platform.violations.unless(
                filter == (ifnet.flags() & IfFlags.PROMISC),
                "1.12: device has filter " + IfFlags.names(filter) + ", " + ifnet + " " + IfFlags.names(ifnet.flags()));
    }

    /** Everything was taken down. */
    void checkGone() {
        platform.violations.unless(!bound, "1.5: never detached: " + this);
    }

    @Override
    public String toString() {
        return "device " + lladdr + " that is " + temper;
    }
}
