package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.ifq.ClassStats;
import org.ifnet.ifq.Ifq;
import org.ifnet.ifq.SubqueueStats;
import org.ifnet.netisr.Env;
import org.jspecify.annotations.Nullable;

/** {@code ifq -w}: what each subqueue and class has sent and dropped in each interval. */
final class IfqRates {
    private static final double SECOND = 1e9;

    /** What is needed of the interfaces that are shown. */
    @FunctionalInterface
    interface Source {
        List<Ifnet> now() throws IfnetException;
    }

    /** Totals of one line. */
    private record Totals(long sent, long sentBytes, long dropped, long queued) {}

    private final Env env;
    private final Source source;
    private final boolean json;
    private Map<String, Totals> before = new HashMap<>();
    private Map<String, Totals> now = new HashMap<>();
    private long then;
    private long nanos;

    IfqRates(Env env, Source source, boolean json) {
        this.env = env;
        this.source = source;
        this.json = json;
    }

    /** @param count intervals; 0 for no end but the interruption of the thread */
    void run(long interval, int count, PrintStream out) throws IfnetException {
        then = env.nanoTime();
        step(null);
        Interval ticks = new Interval(env, interval);
        for (int i = 0; (count == 0 || i < count) && ticks.await(); i++) {
            if (!json) {
                out.println(String.format(
                        "%-15s %-13s %12s %14s %10s %8s",
                        "interface", "queue", "packets/s", "bits/s", "drops/s", "queued"));
            }
            step(out);
            out.flush();
        }
    }

    private void step(@Nullable PrintStream out) throws IfnetException {
        now = new HashMap<>();
        long time = env.nanoTime();
        nanos = Math.max(1, time - then);
        then = time;
        for (Ifnet ifnet : source.now()) {
            Ifq q = ifnet.queue();
            for (int i = 0; i < q.count(); i++) {
                SubqueueStats s = q.subqueue(i).stats();
                line(
                        ifnet,
                        Integer.toString(i),
                        new Totals(s.sent(), s.sentBytes(), s.droppedTotal(), s.queued()),
                        out);
            }
            List<ClassStats> classes = q.classes();
            for (ClassStats c : classes.size() < 2 ? List.<ClassStats>of() : classes) {
                String name = c.name().isEmpty() ? "-" : c.name();
                line(ifnet, name, new Totals(c.sent(), c.sentBytes(), c.droppedTotal(), c.queued()), out);
            }
        }
        before = now;
    }

    private void line(Ifnet ifnet, String queue, Totals t, @Nullable PrintStream out) {
        String key = ifnet.handle() + " " + queue;
        now.put(key, t);
        if (out == null) {
            return;
        }
        Totals old = before.getOrDefault(key, new Totals(0, 0, 0, 0));
        if (old.sent > t.sent || old.dropped > t.dropped) {
            // A class that was made anew counts from nothing.
            old = new Totals(0, 0, 0, 0);
        }
        long packets = perSecond(t.sent - old.sent);
        long bits = perSecond((t.sentBytes - old.sentBytes) * Byte.SIZE);
        long drops = perSecond(t.dropped - old.dropped);
        out.println(
                json
                        ? new Json()
                                .open()
                                .field("name", ifnet.name())
                                .field("queue", queue)
                                .field("packets", packets)
                                .field("bits", bits)
                                .field("drops", drops)
                                .field("queued", t.queued)
                                .close()
                                .toString()
                        : String.format(
                                "%-15s %-13s %12d %14d %10d %8d", ifnet.name(), queue, packets, bits, drops, t.queued));
    }

    private long perSecond(long n) {
        return Math.round(n * SECOND / nanos);
    }
}
