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
import org.ifnet.netisr.internal.NetisrEngine;
import org.ifnet.netisr.internal.RealEnv;
import org.ifnet.wire.EtherHeader;

/**
 * What staging saves: one netisr sends single packets in bursts through an AF_PACKET interface that another netisr owns, at
 * a fixed rate; processor time of the whole process a frame, with staging and without in turn. In a network namespace of its
 * own, which {@code benchmarks/run} makes. Ends with status 1 when staging saves less than it must.
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
    private volatile boolean sending;

    private StageBenchmark(int burst, long interval) throws IfnetException {
        this.burst = burst;
        this.interval = interval;
        netisr.start();
        core.add(new EtherLink());
        ifnet = core.ifnets().attach("em0", new AfPacketDriver("bench0", null)).ifnet();
        core.control().setFlags(ROOT, ifnet, IfFlags.UP, 0);
        sender = netisr.callout(SENDER, "sender", this::burst);
    }

    /** @param arguments {@code -r ROUNDS}, {@code -b FRAMES} a burst, {@code -i MICROSECONDS} between bursts */
    public static void main(String[] arguments) throws IOException, IfnetException, InterruptedException {
        Logger.getLogger("").setLevel(Level.WARNING);
        ip("link add bench0 type veth peer name bench1");
        ip("link set bench0 up");
        ip("link set bench1 up");
        List<String> words = Arrays.asList(arguments);
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
        for (int i = 0; i < burst; i++) {
            Mbuf m = pool.alloc();
            if (m == null) {
                break;
            }
            m.append(FRAME);
            EtherHeader.put(m, 0, 0x0200_0000_0001L, 0x0200_0000_0002L, 0x88b5);
            ifnet.queue().dispatch(m);
        }
        if (sending) {
            sender.reset(interval);
        }
    }

    /** Nanoseconds of processor a frame, and frames a start. */
    private double[] measure(boolean staged, long nanos) {
        try {
            core.sysctls().require("net.link.stage_cntmax").set(staged ? "16" : "0");
        } catch (IfnetException e) {
            throw new IllegalStateException(e);
        }
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
        measure(true, 3 * SECOND);
        measure(false, 3 * SECOND);
        double[][] on = new double[3][rounds];
        double[][] off = new double[3][rounds];
        for (int round = 0; round < rounds; round++) {
            note(on, round, measure(true, SECOND));
            note(off, round, measure(false, SECOND));
        }
        double saved = 1 - median(on[0]) / median(off[0]);
        line("bursts of %d single packets every %d us, medians of %d rounds", burst, interval / 1000, rounds);
        line("  %-10s %10s %14s %12s", "staging", "frames/s", "ns cpu/frame", "frames/start");
        line("  %-10s %10.0f %14.0f %12.2f", "on", median(on[2]), median(on[0]), median(on[1]));
        line("  %-10s %10.0f %14.0f %12.2f", "off", median(off[2]), median(off[0]), median(off[1]));
        line(
                "  saved: %.0f %%   must %.0f %%: %s   aim %.0f %%: %s",
                saved * 100, MUST * 100, saved >= MUST ? "yes" : "NO", AIM * 100, saved >= AIM ? "yes" : "no");
        return saved >= MUST;
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
