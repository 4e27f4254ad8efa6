package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.ifnet.Counter;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.netisr.Env;

/** {@code netstat -w}: what passed in each interval, over all interfaces or one, until Ctrl-C or a number of lines. */
final class InterfaceRates {
    /** So that the header stays on a screen of 24 lines (reference 9.3). */
    private static final int LINES_PER_HEADER = 21;

    private static final List<Counter> SHOWN = List.of(
            Counter.IPACKETS,
            Counter.IERRORS,
            Counter.IBYTES,
            Counter.OPACKETS,
            Counter.OERRORS,
            Counter.OBYTES,
            Counter.COLLISIONS,
            Counter.OQDROPS);

    @FunctionalInterface
    interface Source {
        List<Ifnet> now() throws IfnetException;
    }

    private final Env env;
    private final Source source;
    private final String title;
    private final boolean drops;
    private final boolean json;

    /** By handle, so that an interface that goes takes nothing away, and one that comes begins at nothing. */
    private Map<Integer, Map<Counter, Long>> before = new HashMap<>();

    /** @param title in the header: the interface, or (Total) */
    InterfaceRates(Env env, Source source, String title, boolean drops, boolean json) {
        this.env = env;
        this.source = source;
        this.title = title;
        this.drops = drops;
        this.json = json;
    }

    /** @param count lines; 0 for no end but the interruption of the thread */
    void run(long interval, int count, PrintStream out) throws IfnetException {
        step();
        Interval ticks = new Interval(env, interval);
        for (int line = 0; count == 0 || line < count; line++) {
            if (!json && line % LINES_PER_HEADER == 0) {
                header(out);
            }
            if (!ticks.await()) {
                return;
            }
            Map<Counter, Long> passed = step();
            out.println(json ? NetstatJson.counters(new Json().open(), passed).close() : line(passed));
            out.flush();
        }
    }

    /** What passed since the last step. */
    private Map<Counter, Long> step() throws IfnetException {
        Map<Integer, Map<Counter, Long>> now = new HashMap<>();
        Map<Counter, Long> passed = new EnumMap<>(Counter.class);
        SHOWN.forEach(counter -> passed.put(counter, 0L));
        for (Ifnet ifnet : source.now()) {
            Map<Counter, Long> old = before.getOrDefault(ifnet.handle(), Map.of());
            Map<Counter, Long> values = new EnumMap<>(Counter.class);
            for (Counter counter : SHOWN) {
                long value = ifnet.counters().get(counter);
                values.put(counter, value);
                passed.merge(counter, value - old.getOrDefault(counter, 0L), Long::sum);
            }
            now.put(ifnet.handle(), values);
        }
        before = now;
        return passed;
    }

    private void header(PrintStream out) {
        out.println(String.format("%17s %14s %16s", "input", title, "output"));
        out.println(String.format(
                        "%10s %5s %10s %10s %5s %10s %5s",
                        "packets", "errs", "bytes", "packets", "errs", "bytes", "colls")
                + (drops ? String.format(" %5s", "drops") : ""));
        out.flush();
    }

    private String line(Map<Counter, Long> n) {
        return String.format(
                        "%10d %5d %10d %10d %5d %10d %5d",
                        n.get(Counter.IPACKETS),
                        n.get(Counter.IERRORS),
                        n.get(Counter.IBYTES),
                        n.get(Counter.OPACKETS),
                        n.get(Counter.OERRORS),
                        n.get(Counter.OBYTES),
                        n.get(Counter.COLLISIONS))
                + (drops ? String.format(" %5d", n.get(Counter.OQDROPS)) : "");
    }
}
