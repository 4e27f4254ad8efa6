package org.ifnet.testkit;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import org.ifnet.Registration;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.netisr.Callout;
import org.ifnet.netisr.DriverGuard;
import org.ifnet.netisr.Netisr;
import org.ifnet.netisr.NetisrJob;
import org.jspecify.annotations.Nullable;

/**
 * Netisrs whose jobs run when the test says so, on the thread that says it: callouts that are due, sources, starts, then
 * roll-ups. Any thread may schedule, and several may run, each another netisr. Messages run at once, on the thread that
 * posts them.
 */
public final class HandNetisr implements Netisr {
    private static final ThreadLocal<@Nullable Role> ROLE = new ThreadLocal<>();

    private final int cpus;
    private final List<HandJob> jobs = new CopyOnWriteArrayList<>();
    private final List<HandCallout> callouts = new CopyOnWriteArrayList<>();
    private final List<HandRollup> rollups = new CopyOnWriteArrayList<>();
    private final LongSupplier clock;

    public HandNetisr(int cpus) {
        this(cpus, System::nanoTime);
    }

    /** @param clock the time of callouts */
    public HandNetisr(int cpus, LongSupplier clock) {
        this.cpus = cpus;
        this.clock = clock;
    }

    /** Which netisr a thread plays. */
    private record Role(HandNetisr of, int cpu) {}

    /** What {@link #current()} says to the calling thread from now on; while jobs run it is their cpu. */
    public void current(int cpu) {
        ROLE.set(new Role(this, cpu));
    }

    /** Runs every pending job of that cpu once; how many did. */
    public int runOnce(int cpu) {
        int before = current();
        current(cpu);
        try {
            int fired = fire(cpu);
            int ran = run(cpu, NetisrJob.Phase.POLL) + run(cpu, NetisrJob.Phase.START);
            rollups.forEach(r -> r.body.run());
            return fired + ran;
        } finally {
            current(before);
        }
    }

    private int fire(int cpu) {
        int fired = 0;
        for (HandCallout callout : callouts) {
            fired += callout.cpu == cpu && callout.fire() ? 1 : 0;
        }
        return fired;
    }

    private int run(int cpu, NetisrJob.Phase phase) {
        int ran = 0;
        for (HandJob job : jobs) {
            if (job.cpu == cpu && job.phase == phase && job.pending.getAndSet(false) && !job.closed) {
                ran++;
                if (job.body.run()) {
                    job.schedule();
                }
            }
        }
        return ran;
    }

    /** Runs jobs of all cpus until none is pending. */
    public void runAll() {
        int ran;
        do {
            ran = 0;
            for (int cpu = 0; cpu < cpus; cpu++) {
                ran += runOnce(cpu);
            }
        } while (ran != 0);
    }

    /** Jobs that are scheduled and have not run. */
    public int pending() {
        int count = 0;
        for (HandJob job : jobs) {
            count += job.pending.get() && !job.closed ? 1 : 0;
        }
        return count;
    }

    /** When the next callout is due, by the clock; null when none is armed. */
    public @Nullable Long nextCallout() {
        Long next = null;
        for (HandCallout callout : callouts) {
            Long deadline = callout.deadline.get();
            next = deadline != null && (next == null || deadline - next < 0) ? deadline : next;
        }
        return next;
    }

    private record HandRollup(int priority, Runnable body) {}

    private final class HandCallout implements Callout {
        private final int cpu;
        private final Runnable body;
        private final AtomicReference<@Nullable Long> deadline = new AtomicReference<>();

        HandCallout(int cpu, Runnable body) {
            this.cpu = cpu;
            this.body = body;
        }

        boolean fire() {
            Long due = deadline.get();
            if (due == null || due - clock.getAsLong() > 0 || !deadline.compareAndSet(due, null)) {
                return false;
            }
            body.run();
            return true;
        }

        @Override
        public void reset(long nanos) {
            deadline.set(clock.getAsLong() + nanos);
        }

        @Override
        public void stop() {
            deadline.set(null);
        }

        @Override
        public void drain() {
            stop();
        }

        @Override
        public boolean isPending() {
            return deadline.get() != null;
        }
    }

    private static final class HandJob implements NetisrJob {
        private final int cpu;
        private final Phase phase;
        private final Body body;
        private final AtomicBoolean pending = new AtomicBoolean();
        private volatile boolean closed;

        HandJob(int cpu, Phase phase, Body body) {
            this.cpu = cpu;
            this.phase = phase;
            this.body = body;
        }

        @Override
        public void schedule() {
            pending.set(true);
        }

        @Override
        public int cpu() {
            return cpu;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Override
    public NetisrJob job(int cpu, NetisrJob.Phase phase, NetisrJob.Body body) {
        HandJob job = new HandJob(cpu, phase, body);
        jobs.add(job);
        return job;
    }

    @Override
    public int cpus() {
        return cpus;
    }

    @Override
    public int current() {
        Role role = ROLE.get();
        return role == null || role.of != this ? NONE : role.cpu;
    }

    @Override
    public void post(int cpu, Runnable message) {
        message.run();
    }

    @Override
    public <T> T call(int cpu, Callable<T> message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void walk(Runnable message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void forward(Runnable message, int replyCpu, Reply reply) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int queue(int cpu, @Nullable PacketHandler handler, MbufBatch packets) {
        throw new UnsupportedOperationException();
    }

    @Override
    public NetisrJob source(int cpu, int fd, NetisrJob.Body body) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Registration rollup(int priority, Runnable body) {
        HandRollup rollup = new HandRollup(priority, body);
        rollups.add(rollup);
        rollups.sort(Comparator.comparingInt(r -> -r.priority));
        return () -> rollups.remove(rollup);
    }

    @Override
    public Callout callout(int cpu, String name, Runnable body) {
        HandCallout callout = new HandCallout(cpu, body);
        callouts.add(callout);
        return callout;
    }

    @Override
    public boolean barrier(long nanos) {
        throw new UnsupportedOperationException();
    }

    @Override
    public DriverGuard guard(String name, DriverGuard.Listener listener) {
        throw new UnsupportedOperationException();
    }
}
