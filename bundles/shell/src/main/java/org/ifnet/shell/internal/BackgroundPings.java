package org.ifnet.shell.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvThread;
import org.jspecify.annotations.Nullable;

/** The pings that run in the background, by name, until somebody joins them. Any thread. */
final class BackgroundPings {
    private static final long CLOSE_NANOS = 2_000_000_000L;

    private final Map<String, Job> jobs = new ConcurrentHashMap<>();

    private static final class Job {
        private final PingPlan plan;
        private final PingRun run;
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile @Nullable PingStatistics statistics;
        private volatile @Nullable EnvThread thread;

        Job(PingPlan plan, PingRun run) {
            this.plan = plan;
            this.run = run;
        }

        void body() {
            try (run) {
                statistics = run.run();
            } finally {
                ended.countDown();
            }
        }
    }

    /** Starts one, and owns the run from then on. EEXIST when the name is used. */
    void start(Env env, String name, PingPlan plan, PingRun run) throws IfnetException {
        Job job = new Job(plan, run);
        if (jobs.putIfAbsent(name, job) != null) {
            run.close();
            throw new IfnetException(Errno.EEXIST, "there is already a background ping " + name);
        }
        job.thread = env.start("ping-" + name, job::body);
    }

    /**
     * Waits for one and forgets it. One without a count is stopped now; its last answers are waited for.
     *
     * @param result gets the statistics
     */
    void join(String name, StringBuilder result) throws IfnetException {
        Job job = jobs.get(name);
        if (job == null) {
            throw new IfnetException(Errno.ENOENT, "there is no background ping " + name);
        }
        if (job.plan.count() == 0) {
            job.run.stop();
        }
        try {
            job.ended.await();
        } catch (InterruptedException e) {
            throw new IfnetException(Errno.EINTR, "interrupted while waiting for " + name, e);
        }
        jobs.remove(name, job);
        PingStatistics statistics = job.statistics;
        if (statistics == null) {
            throw new IfnetException(Errno.EIO, name + " failed; see the log");
        }
        result.append(statistics.text(job.plan.destination().toString()));
        if (statistics.lost() != 0) {
            throw new IfnetException(
                    Errno.EIO, name + ": " + statistics.lost() + " of " + statistics.transmitted() + " packets lost");
        }
    }

    /** The names, sorted. */
    List<String> names() {
        List<String> names = new ArrayList<>(jobs.keySet());
        names.sort(null);
        return names;
    }

    /** Ends all of them and forgets them; those names. */
    List<String> abandon() {
        List<String> names = names();
        for (String name : names) {
            Job job = jobs.remove(name);
            EnvThread thread = job == null ? null : job.thread;
            if (thread != null) {
                thread.interrupt();
                thread.join(CLOSE_NANOS);
            }
        }
        return names;
    }
}
