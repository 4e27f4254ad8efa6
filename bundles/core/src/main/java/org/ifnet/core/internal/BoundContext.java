package org.ifnet.core.internal;

import org.ifnet.Counter;
import org.ifnet.DropReason;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.LinkState;
import org.ifnet.driver.DriverContext;
import org.ifnet.driver.DriverPoll;
import org.ifnet.driver.DriverSource;
import org.ifnet.driver.Watchdog;
import org.ifnet.ifq.Subqueue;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Callout;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvThread;
import org.ifnet.netisr.NetisrJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one binding gives its driver, and takes back. */
final class BoundContext implements DriverContext {
    private static final Logger LOG = LoggerFactory.getLogger(BoundContext.class);

    private final Parts parts;
    private final Binding binding;
    private final BoundQueue[] queues;
    private final Few<Source> sources = new Few<>();
    private final Few<BoundCallout> callouts = new Few<>();
    private final Few<BoundWatchdog> watchdogs = new Few<>();
    private final Few<EnvThread> threads = new Few<>();
    private volatile boolean closed;

    BoundContext(Parts parts, Binding binding, BoundQueue[] queues) {
        this.parts = parts;
        this.binding = binding;
        this.queues = queues;
    }

    @Override
    public Ifnet ifnet() {
        return binding.ifnet();
    }

    @Override
    public MbufPool pool() {
        return parts.pool();
    }

    @Override
    public Env env() {
        return parts.env();
    }

    @Override
    public int cpus() {
        return parts.netisr().cpus();
    }

    @Override
    public Subqueue queue(int index) {
        return queues[index];
    }

    @Override
    public DriverSource source(int cpu, DriverPoll poll) {
        Source source = new Source(parts, binding, checked(cpu), sources.size(), poll);
        return keep(source, parts.netisr().job(cpu, NetisrJob.Phase.POLL, source));
    }

    @Override
    public DriverSource source(int cpu, int fd, DriverPoll poll) throws IfnetException {
        Source source = new Source(parts, binding, checked(cpu), sources.size(), poll);
        source.pollWhenOpened();
        return keep(source, parts.netisr().source(cpu, fd, source));
    }

    private Source keep(Source source, NetisrJob job) {
        source.job(job);
        sources.add(source);
        if (closed) {
            source.close();
        }
        return source;
    }

    private int checked(int cpu) {
        if (cpu < 0 || cpu >= cpus()) {
            throw new IllegalArgumentException("cpu " + cpu + " of " + cpus());
        }
        return cpu;
    }

    @Override
    public Callout callout(int cpu, Runnable body) {
        BoundCallout callout = new BoundCallout(parts, binding, checked(cpu), body);
        callouts.add(callout);
        return callout;
    }

    @Override
    public Watchdog watchdog(Runnable body) {
        return keep(new BoundWatchdog(parts, binding, 0, "", body));
    }

    @Override
    public Watchdog watchdog(int queue, Runnable body) {
        int cpu = queues[queue].index() % cpus();
        return keep(new BoundWatchdog(parts, binding, cpu, " on subqueue " + queue, body));
    }

    private BoundWatchdog keep(BoundWatchdog watchdog) {
        watchdogs.add(watchdog);
        if (closed) {
            watchdog.close();
        }
        return watchdog;
    }

    @Override
    public void log(String line) {
        if (!binding.isClosed()) {
            LOG.info("{}: {}", binding.ifnet().name(), line);
        }
    }

    @Override
    public void linkState(LinkState state, long baudrate) {
        if (!closed) {
            binding.ifnet().link().report(binding, state, baudrate);
        }
    }

    @Override
    public void inputDropped(DropReason reason, long packets) {
        if (!closed) {
            binding.ifnet().counters().drops().count(reason, packets);
            binding.ifnet().counters().add(Counter.IQDROPS, packets);
        }
    }

    @Override
    public void thread(String name, Runnable body) {
        if (closed) {
            return;
        }
        threads.add(parts.env().start("ifnet-" + binding.ifnet().name() + "-" + name, () -> {
            try {
                body.run();
            } catch (Throwable t) {
                binding.outcome("thread " + name, t);
            }
        }));
        if (closed) {
            threads.forEach(EnvThread::interrupt);
        }
    }

    /** What was asked for while the driver's attach ran. */
    void scheduleSources() {
        sources.forEach(Source::opened);
    }

    /** Nothing of it begins any more. */
    void closeSources() {
        closed = true;
        sources.forEach(Source::close);
        callouts.forEach(BoundCallout::close);
        watchdogs.forEach(BoundWatchdog::close);
    }

    /** No watchdog is wound up, none runs; not on a netisr. */
    void drainWatchdogs() {
        watchdogs.forEach(BoundWatchdog::drain);
    }

    /** Ends everything, threads as well. */
    void close(Deadline deadline) {
        closeSources();
        threads.forEach(EnvThread::interrupt);
        for (EnvThread thread : threads) {
            if (!thread.join(deadline.remaining())) {
                LOG.warn(
                        "{}: thread {} of its driver did not end",
                        binding.ifnet().name(),
                        thread.name());
            }
        }
    }

    /** The caller is a thread that the driver started here. */
    boolean ownsCaller() {
        for (EnvThread thread : threads) {
            if (thread.isCurrent()) {
                return true;
            }
        }
        return false;
    }
}
