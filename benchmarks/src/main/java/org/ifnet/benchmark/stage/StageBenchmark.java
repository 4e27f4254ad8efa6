package org.ifnet.benchmark.stage;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.ifnet.Counter;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.core.internal.Core;
import org.ifnet.driver.afpacket.internal.AfPacketDriver;
import org.ifnet.ether.internal.EtherLink;
import org.ifnet.ifq.SubqueueStats;
import org.ifnet.ifq.internal.QueueEngine;
import org.ifnet.linux.internal.EpollWaiterFactory;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Callout;
import org.ifnet.netisr.NetisrJob;
import org.ifnet.netisr.internal.NetisrEngine;
import org.ifnet.netisr.internal.RealEnv;
import org.ifnet.wire.EtherHeader;

/**
 * What it saves to start a queue once for several packets: one netisr sends single packets in bursts through an AF_PACKET
 * interface, at a fixed rate; processor time of the whole process a frame. In turn: a start for each packet, as dispatch has
 * it where nothing is staged and the queue is started at once; starts at the end of the batch without staging; with
 * staging. Each with the queue owned by the sender's netisr, and by another. In a network namespace of its own, which {@code
 * benchmarks/run} makes. Ends with status 1 when less is saved than must be.
 */
public final class StageBenchmark {
    private static final Credential ROOT = Credential.full("benchmark");
    private static final long SECOND = 1_000_000_000L;
    private static final int SENDER = 1;
    private static final int FRAME = 60;
    private static final double MUST = 0.20;
    private static final double AIM = 0.45;

    private final RealEnv env = new RealEnv();
    private final MbufPool pool = MbufPool.allocate("bench", 8192);
    private final NetisrEngine netisr = new NetisrEngine(env, 2, new EpollWaiterFactory());
    private final QueueEngine queues = new QueueEngine(env, netisr);
    private final Core core = new Core(env, netisr, queues, pool);
    private final com.sun.management.OperatingSystemMXBean system =
            (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final int burst;
    private final long interval;
    private final Ifnet ifnet;
    private final Callout sender;
    /** Sends one packet a run, so that the queue is started between any two. */
    private final NetisrJob single;

    private volatile boolean sending;
    private volatile boolean singly;
    private int left;

    private StageBenchmark(int burst, long interval) throws IfnetException {
        this.burst = burst;
        this.interval = interval;
        netisr.start();
        core.add(new EtherLink());
        ifnet = core.ifnets().attach("em0", new AfPacketDriver("bench0", null)).ifnet();
        core.control().setFlags(ROOT, ifnet, IfFlags.UP, 0);
        sender = netisr.callout(SENDER, "sender", this::burst);
        single = netisr.job(SENDER, NetisrJob.Phase.POLL, this::one);
    }

    /**
     * @param arguments {@code -r ROUNDS}, {@code -b FRAMES} a burst, {@code -i MICROSECONDS} between bursts, {@code --veth} to send through a pair, whose own work then counts as well, and not into a device that drops all
     */
    public static void main(String[] arguments) throws IOException, IfnetException, InterruptedException {
        Logger.getLogger("").setLevel(Level.WARNING);
        List<String> words = Arrays.asList(arguments);
        if (words.contains("--veth")) {
            ip("link add bench0 type veth peer name bench1");
            ip("link set bench1 up");
        } else {
            ip("link add bench0 type ifb");
        }
        ip("link set bench0 up");
        int rounds = number(words, "-r", 7);
        StageBenchmark benchmark = new StageBenchmark(number(words, "-b", 8), number(words, "-i", 100) * 1000L);
        boolean good = benchmark.run(rounds);
        System.exit(good ? 0 : 1);
    }

    private static int number(List<String> words, String option, int otherwise) {
        int at = words.indexOf(option);
        return at < 0 ? otherwise : Integer.parseInt(words.get(at + 1));
    }

    private static void ip(String words) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("ip"));
        command.addAll(List.of(words.split(" ")));
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("failed: ip " + words);
        }
    }

    private void burst() {
        if (singly) {
            left = burst;
            single.schedule();
        } else {
            for (int i = 0; i < burst; i++) {
                dispatch();
            }
        }
        if (sending) {
            sender.reset(interval);
        }
    }

    private boolean one() {
        dispatch();
        return --left > 0;
    }

    private void dispatch() {
        Mbuf m = pool.alloc();
        if (m != null) {
            m.append(FRAME);
            EtherHeader.put(m, 0, 0x0200_0000_0001L, 0x0200_0000_0002L, 0x88b5);
            ifnet.queue().dispatch(m);
        }
    }

    private enum Way {
        EACH("a start each"),
        OFF("staging off"),
        ON("staging on");

        private final String text;

        Way(String text) {
            this.text = text;
        }
    }

    /** Nanoseconds of processor a frame, frames a start, frames a second. */
    private double[] measure(Way way, long nanos) {
        try {
            core.sysctls().require("net.link.stage_cntmax").set(way == Way.ON ? "16" : "0");
        } catch (IfnetException e) {
            throw new IllegalStateException(e);
        }
        singly = way == Way.EACH;
        sending = true;
        sender.reset(0);
        env.park(SECOND / 10);
        SubqueueStats before = ifnet.queue().subqueue(0).stats();
        long frames = ifnet.counters().get(Counter.OPACKETS);
        long cpu = system.getProcessCpuTime();
        long end = env.nanoTime() + nanos;
        while (env.nanoTime() < end) {
            env.park(end - env.nanoTime());
        }
        cpu = system.getProcessCpuTime() - cpu;
        frames = ifnet.counters().get(Counter.OPACKETS) - frames;
        SubqueueStats after = ifnet.queue().subqueue(0).stats();
        sending = false;
        env.park(SECOND / 20);
        return new double[] {
            (double) cpu / frames, (double) frames / Math.max(1, after.starts() - before.starts()), frames * 1e9 / nanos
        };
    }

    private boolean run(int rounds) {
        core.add(queues.stageLimit());
        line("bursts of %d single packets every %d us, medians of %d rounds", burst, interval / 1000, rounds);
        double saved = run("the sender's netisr owns the queue", SENDER, rounds);
        line(
                "  must %.0f %%: %s, aim %.0f %%: %s",
                MUST * 100, saved >= MUST ? "yes" : "NO", AIM * 100, saved >= AIM ? "yes" : "no");
        // There waking the owner takes longer than a burst, so that no way gets by with a start for each packet.
        run("another netisr owns the queue", 1 - SENDER, rounds);
        return saved >= MUST;
    }

    private double run(String title, int owner, int rounds) {
        ifnet.queue().owner(0, owner);
        for (Way way : Way.values()) {
            measure(way, 3 * SECOND);
        }
        double[][][] results = new double[Way.values().length][3][rounds];
        for (int round = 0; round < rounds; round++) {
            for (Way way : Way.values()) {
                note(results[way.ordinal()], round, measure(way, SECOND));
            }
        }
        line("%s", title);
        line("  %-12s %10s %14s %12s", "", "frames/s", "ns cpu/frame", "frames/start");
        for (Way way : Way.values()) {
            double[][] result = results[way.ordinal()];
            line("  %-12s %10.0f %14.0f %12.2f", way.text, median(result[2]), median(result[0]), median(result[1]));
        }
        double on = median(results[Way.ON.ordinal()][0]);
        double saved = 1 - on / median(results[Way.EACH.ordinal()][0]);
        line(
                "  on saves %.0f %% of a start each, %.0f %% of off",
                saved * 100, (1 - on / median(results[Way.OFF.ordinal()][0])) * 100);
        return saved;
    }

    private static void note(double[][] all, int round, double[] result) {
        for (int i = 0; i < result.length; i++) {
            all[i][round] = result[i];
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void line(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
