package org.ifnet.itest.felix;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import org.ifnet.Errno;
import org.ifnet.IfnetException;

/**
 * Threads that each repeat one kind of operation on random names until the time is over, and what came of it. An
 * operation may be refused with an errno that fits a table in which everything changes; anything else that is thrown
 * is an error, and so is a thread that does not get on.
 */
final class Chaos {
    /** What a caller may be told about an interface that comes and goes and changes its name. */
    private static final Set<Errno> ORDINARY = EnumSet.of(
            Errno.ENXIO,
            Errno.EEXIST,
            Errno.EINVAL,
            Errno.EBUSY,
            Errno.ENOENT,
            Errno.ENODEV,
            Errno.ENETDOWN,
            Errno.EADDRNOTAVAIL,
            Errno.EDESTADDRREQ,
            Errno.EOPNOTSUPP,
            Errno.EAFNOSUPPORT,
            Errno.ENETUNREACH,
            Errno.EHOSTUNREACH,
            Errno.EINTR);

    private static final long STALLED_NANOS = 10_000_000_000L;

    private final long seed;
    private final long end;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicLong> done = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> refused = new ConcurrentHashMap<>();
    private final Map<String, Long> began = new ConcurrentHashMap<>();

    Chaos(long seed, long nanos) {
        this.seed = seed;
        end = System.nanoTime() + nanos;
    }

    /** One operation. */
    @FunctionalInterface
    interface Act {
        void run(Random random) throws Exception;
    }

    /** Starts a thread that repeats the act. */
    void repeat(String what, Act act) {
        done.put(what, new AtomicLong());
        refused.put(what, new AtomicLong());
        Random random = new Random(seed + threads.size());
        Thread thread = new Thread(
                () -> {
                    while (System.nanoTime() < end && errors.isEmpty()) {
                        began.put(what, System.nanoTime());
                        attempt(what, act, random);
                    }
                    began.remove(what);
                },
                "chaos " + what);
        threads.add(thread);
        thread.start();
    }

    private void attempt(String what, Act act, Random random) {
        try {
            act.run(random);
            done.get(what).getAndIncrement();
        } catch (Throwable e) {
            IfnetException refusal = refusal(e);
            if (refusal == null || !ORDINARY.contains(refusal.errno())) {
                errors.add(what + ": " + e + " at " + List.of(e.getStackTrace()));
            } else {
                refused.get(what).getAndIncrement();
            }
        }
    }

    /** Shells wrap what a command throws. */
    private static IfnetException refusal(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof IfnetException known) {
                return known;
            }
        }
        return null;
    }

    /** Something was seen that must not be. */
    void error(String what) {
        errors.add(what);
    }

    /** Waits for the end; what went wrong. */
    List<String> join() throws InterruptedException {
        for (Thread thread : threads) {
            for (thread.join(100); thread.isAlive() && !hasStalled(); thread.join(100)) {
                // Goes on as long as every thread gets on.
            }
        }
        return List.copyOf(errors);
    }

    private boolean hasStalled() {
        long now = System.nanoTime();
        began.forEach((what, at) -> {
            if (now - at > STALLED_NANOS && began.containsKey(what)) {
                errors.add(what + " does not get on: " + stack(what));
            }
        });
        return !errors.isEmpty() && errors.stream().anyMatch(e -> e.contains("does not get on"));
    }

    private String stack(String what) {
        return threads.stream()
                .filter(thread -> thread.getName().equals("chaos " + what))
                .findFirst()
                .map(thread -> List.of(thread.getStackTrace()).toString())
                .orElse("gone");
    }

    /** Operations that were carried out and that were refused, by kind. */
    String summary() {
        StringBuilder text = new StringBuilder("seed " + seed);
        done.forEach((what, count) -> text.append(", ")
                .append(what)
                .append(' ')
                .append(count)
                .append(" done ")
                .append(refused.get(what))
                .append(" refused"));
        return text.toString();
    }

    /** Every kind was carried out at least that often. */
    List<String> lazy(long least) {
        return done.entrySet().stream()
                .filter(entry -> entry.getValue().get() < least)
                .map(Map.Entry::getKey)
                .toList();
    }
}
