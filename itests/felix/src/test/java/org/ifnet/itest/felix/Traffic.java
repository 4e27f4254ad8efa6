package org.ifnet.itest.felix;

import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.Echo;

/**
 * Echo requests over one interface at a steady pace, each answer noted by its sequence number, until it is stopped.
 */
final class Traffic implements Echo.Listener {
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int WINDOW = 60_000;

    private final Echo.Session session;
    private final Thread sender;
    private final BitSet unanswered = new BitSet();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean stopping;

    private Traffic(Echo echo, Ifnet via, String destination) throws IfnetException {
        session = echo.open(Credential.full("test"), IpAddress.parse(destination), via, this);
        sender = new Thread(this::send, "traffic over " + via.name());
    }

    static Traffic start(Echo echo, Ifnet via, String destination) throws IfnetException {
        Traffic traffic = new Traffic(echo, via, destination);
        traffic.sender.start();
        return traffic;
    }

    private void send() {
        while (!stopping && sent.get() < WINDOW) {
            int sequence = sent.getAndIncrement();
            synchronized (unanswered) {
                unanswered.set(sequence);
            }
            if (session.send(sequence, 56, 64) != 0) {
                refused.getAndIncrement();
                note(sequence);
            }
            LockSupport.parkNanos(INTERVAL_NANOS);
        }
    }

    private void note(int sequence) {
        synchronized (unanswered) {
            unanswered.clear(sequence);
            unanswered.notifyAll();
        }
    }

    @Override
    public void reply(IpAddress from, int sequence, int bytes, int ttl, long nanos) {
        note(sequence);
    }

    @Override
    public void error(IpAddress from, int sequence, String text) {}

    /** Requests so far. */
    int sent() {
        return sent.get();
    }

    /** Waits until {@code more} further requests went out. */
    void awaitSent(int more) {
        int goal = sent.get() + more;
        while (sent.get() < goal && sender.isAlive()) {
            LockSupport.parkNanos(INTERVAL_NANOS);
        }
    }

    /** Ends sending, waits up to a second for the last answers, and says how many requests were lost or refused. */
    int stop() throws InterruptedException {
        stopping = true;
        sender.join();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        synchronized (unanswered) {
            while (!unanswered.isEmpty() && System.nanoTime() < deadline) {
                unanswered.wait(50);
            }
            session.close();
            return unanswered.cardinality() + refused.get();
        }
    }
}
