package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.BitSet;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.Echo;
import org.ifnet.netisr.Env;
import org.jspecify.annotations.Nullable;

/**
 * One ping from its first request to its statistics. Answers arrive on a netisr, which only notes them; the thread in
 * {@link #run} sends, prints and counts.
 */
final class PingRun implements Echo.Listener, AutoCloseable {
    /** Sequence numbers have 16 bits. */
    private static final int SEQUENCES = 1 << 16;
    /** ping(8) counts the bytes of the ICMP message, payload and header. */
    private static final int ICMP_HEADER = 8;

    private record Reply(IpAddress from, int sequence, int bytes, int ttl, long nanos) {}

    private record Failure(IpAddress from, int sequence, String text) {}

    private final Env env;
    private final PingPlan plan;
    private final Echo.Session session;
    private final @Nullable PrintStream out;
    private final PingStatistics statistics = new PingStatistics();

    private final Queue<Record> arrived = new ConcurrentLinkedQueue<>();
    private final Semaphore news = new Semaphore(0);
    private volatile boolean stopping;

    private final long[] sentAt;
    private final BitSet waiting;

    /** Opens the session; nothing is sent yet.
     *
     * @param through the interface to send through, or null
     * @param out for a line an answer, or null for none
     */
    PingRun(Env env, Echo echo, Credential who, PingPlan plan, @Nullable Ifnet through, @Nullable PrintStream out)
            throws IfnetException {
        this.env = env;
        this.plan = plan;
        this.out = out;
        int slots = plan.count() > 0 ? Math.min(plan.count(), SEQUENCES) : SEQUENCES;
        sentAt = new long[slots];
        waiting = new BitSet(slots);
        session = echo.open(who, plan.destination(), through, this);
    }

    @Override
    public void reply(IpAddress from, int sequence, int bytes, int ttl, long nanos) {
        arrived.add(new Reply(from, sequence, bytes, ttl, nanos));
        news.release();
    }

    @Override
    public void error(IpAddress from, int sequence, String text) {
        arrived.add(new Failure(from, sequence, text));
        news.release();
    }

    /** Asks a run to send no more and to end when the last answers are there. Any thread. */
    void stop() {
        stopping = true;
        news.release();
    }

    /** Sends and waits until the plan is fulfilled, {@link #stop} is called or the thread is interrupted. */
    PingStatistics run() {
        try {
            long next = env.nanoTime();
            while (!isSent()) {
                send();
                next = Math.max(next + plan.interval(), env.nanoTime());
                while (!isSent() && await(next)) {}
            }
            long end = env.nanoTime() + plan.patience();
            while (!waiting.isEmpty() && await(end)) {}
        } catch (InterruptedException e) {
            // Ctrl-C: what came until now is counted, and that is the answer.
            takeArrived();
        }
        return statistics;
    }

    private boolean isSent() {
        return stopping || plan.count() > 0 && statistics.transmitted() >= plan.count();
    }

    private void send() {
        int sequence = (int) (statistics.transmitted() % SEQUENCES);
        statistics.sent();
        waiting.set(sequence);
        sentAt[sequence] = env.nanoTime();
        int errno = session.send(sequence, plan.size(), plan.ttl(), plan.whole());
        if (errno != 0) {
            waiting.clear(sequence);
            print("ping: sendto: " + text(errno));
        }
    }

    /** Takes care of what comes until then; false when the time is over. */
    private boolean await(long until) throws InterruptedException {
        long left = until - env.nanoTime();
        boolean woken = left > 0 && news.tryAcquire(left, TimeUnit.NANOSECONDS);
        takeArrived();
        return woken;
    }

    private void takeArrived() {
        for (Record event = arrived.poll(); event != null; event = arrived.poll()) {
            if (event instanceof Reply reply) {
                take(reply);
            } else if (event instanceof Failure failure) {
                print("from " + failure.from + ": icmp_seq=" + failure.sequence + " " + failure.text);
                waiting.clear(failure.sequence);
            }
        }
    }

    private void take(Reply reply) {
        if (reply.sequence >= sentAt.length || reply.sequence >= statistics.transmitted()) {
            return;
        }
        long nanos = Math.max(0, reply.nanos - sentAt[reply.sequence]);
        boolean first = waiting.get(reply.sequence);
        if (first) {
            waiting.clear(reply.sequence);
            statistics.reply(nanos);
        } else {
            statistics.duplicate();
        }
        print((reply.bytes + ICMP_HEADER) + " bytes from " + reply.from + ": icmp_seq=" + reply.sequence + " ttl="
                + reply.ttl + " time=" + PingStatistics.milliseconds(nanos) + " ms" + (first ? "" : " (DUP!)"));
    }

    private void print(String line) {
        if (out != null) {
            out.println(line);
            // Shells buffer; a ping is watched while it runs.
            out.flush();
        }
    }

    private static String text(int number) {
        for (Errno errno : Errno.values()) {
            if (errno.number() == number) {
                return errno.text();
            }
        }
        return "error " + number;
    }

    @Override
    public void close() {
        session.close();
    }
}
