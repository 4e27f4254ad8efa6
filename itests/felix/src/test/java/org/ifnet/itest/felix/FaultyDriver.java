package org.ifnet.itest.felix;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.ifnet.IfnetException;
import org.ifnet.driver.DriverContext;
import org.ifnet.driver.DriverInfo;
import org.ifnet.driver.DriverSource;
import org.ifnet.driver.IfnetDriver;
import org.ifnet.ifq.Subqueue;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.wire.MacAddress;

/** A driver that does one thing wrong in one callback, and notes when it first did. */
final class FaultyDriver implements IfnetDriver {
    enum Fault {
        THROWS,
        BLOCKS_A_SECOND,
        NEVER_RETURNS
    }

    private final String callback;
    private final Fault fault;
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicLong firstFault = new AtomicLong();
    private volatile DriverContext context;
    private volatile DriverSource source;

    FaultyDriver(String callback, Fault fault) {
        this.callback = callback;
        this.fault = fault;
    }

    /** When the callback first went wrong, on System.nanoTime; 0 before. */
    long firstFault() {
        return firstFault.get();
    }

    /** Makes the callback be called. */
    void provoke() {
        source.schedule();
    }

    /** Lets every thread that never returns return. */
    void release() {
        released.countDown();
    }

    private void maybe(String here) {
        if (!callback.equals(here)) {
            return;
        }
        firstFault.compareAndSet(0, System.nanoTime());
        switch (fault) {
            case THROWS -> throw new IllegalStateException("expected by this test");
            case BLOCKS_A_SECOND -> await(1);
            case NEVER_RETURNS -> await(600);
            default -> throw new AssertionError(fault);
        }
    }

    private void await(long seconds) {
        try {
            released.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public DriverInfo info() {
        return DriverInfo.ethernet(MacAddress.parse("02:00:00:00:00:bd"));
    }

    @Override
    public void attach(DriverContext given) throws IfnetException {
        context = given;
        source = context.source(0, received -> {
            maybe("poll");
            return false;
        });
        maybe("attach");
    }

    @Override
    public void detach() {
        maybe("detach");
    }

    @Override
    public void init() throws IfnetException {
        maybe("init");
    }

    @Override
    public void stop() {
        maybe("stop");
    }

    @Override
    public void start(Subqueue queue) {
        maybe("start");
        for (Mbuf m = queue.dequeue(); m != null; m = queue.dequeue()) {
            m.free();
        }
    }

    @Override
    public void setMtu(int mtu) throws IfnetException {
        maybe("setMtu");
    }
}
