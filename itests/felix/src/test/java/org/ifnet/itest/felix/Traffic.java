package org.ifnet.itest.felix;

import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.control.Credential;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.Echo;

/**
 * Echo requests over the interface of one name at a steady pace, each answer noted by its sequence number, until it is
 * stopped. When the interface is made anew, the next request goes through the new one.
 */
final class Traffic implements Echo.Listener {
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final int WINDOW = 60_000;

    private final Ifnets ifnets;
    private final Echo echo;
    private final String via;
    private final IpAddress destination;
    private final Thread sender;
    private final BitSet unanswered = new BitSet();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile boolean stopping;
    private Ifnet through;
    private Echo.Session session;

    private Traffic(Ifnets ifnets, Echo echo, String via, String destination) {
        this.ifnets = ifnets;
        this.echo = echo;
        this.via = via;
        this.destination = IpAddress.parse(destination);
        sender = new Thread(this::send, "traffic over " + via);
    }

    static Traffic start(Ifnets ifnets, Echo echo, String via, String destination) {
        Traffic traffic = new Traffic(ifnets, echo, via, destination);
        traffic.sender.start();
        return traffic;
    }

    private void send() {
        while (!stopping && sent.get() < WINDOW) {
            int sequence = sent.getAndIncrement();
            synchronized (unanswered) {
                unanswered.set(sequence);
            }
            if (!isSent(sequence)) {
                refused.getAndIncrement();
                note(sequence);
            }
            LockSupport.parkNanos(INTERVAL_NANOS);
        }
    }

    private boolean isSent(int sequence) {
        Ifnet now = ifnets.byName(via);
        if (now != through) {
            reopen(now);
        }
        return session != null && session.send(sequence, 56, 64) == 0;
    }

    private void reopen(Ifnet now) {
        if (session != null) {
            session.close();
            session = null;
        }
        through = now;
        if (now != null) {
            try {
                session = echo.open(Credential.full("test"), destination, now, this);
            } catch (IfnetException e) {
                through = null;
            }
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
        answered.getAndIncrement();
        note(sequence);
    }

    @Override
    public void error(IpAddress from, int sequence, String text) {}

    /** Requests so far. */
    int sent() {
        return sent.get();
    }

    /** Waits until {@code more} further answers came; fails when they do not. */
    void awaitAnswers(int more) {
        int goal = answered.get() + more;
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (answered.get() < goal) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no answer over " + via + ": " + ifnets.byName(via));
            }
            LockSupport.parkNanos(INTERVAL_NANOS / 4);
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
            reopen(null);
            return unanswered.cardinality() + refused.get();
        }
    }
}
