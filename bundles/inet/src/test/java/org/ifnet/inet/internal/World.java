package org.ifnet.inet.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Callout;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvMemory;
import org.ifnet.netisr.internal.RealEnv;
import org.jspecify.annotations.Nullable;

/** Hosts on wires, on virtual time, all on the calling thread. */
final class World {
    static final long SECOND = 1_000_000_000L;

    /** Of real threads: some tests have several. */
    private static final Env LOCKS = new RealEnv();

    static final EnvMemory MEMORY = LOCKS.memory();

    final MbufPool pool;
    final List<Host> hosts = new ArrayList<>();
    private final Random random = new Random(42);
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<Timer> timers = new ArrayList<>();
    private long now = -3 * SECOND;
    final Env env = proxy(Env.class, (method, args) -> {
        switch (method.getName()) {
            case "nanoTime":
                return now;
            case "random":
                return random.nextLong();
            case "lock":
                return LOCKS.lock((String) args[0], (Integer) args[1]);
            case "memory":
                return MEMORY;
            default:
                throw new UnsupportedOperationException(method.getName());
        }
    });

    World() {
        this(MbufPool.allocate("world", 4096));
    }

    World(MbufPool pool) {
        this.pool = pool;
    }

    Host host(String name) {
        Host host = new Host(this, name);
        hosts.add(host);
        return host;
    }

    /** Two interfaces on one wire. */
    static void connect(HostIfnet a, HostIfnet b) {
        a.peer = b;
        b.peer = a;
    }

    /** What the thread of a domain would do. */
    void later(Runnable task) {
        tasks.add(task);
    }

    /** Carries frames until all wires are silent. */
    void run() {
        boolean busy = true;
        for (int round = 0; busy; round++) {
            if (round > 1000) {
                throw new AssertionError("a storm");
            }
            busy = !tasks.isEmpty();
            while (!tasks.isEmpty()) {
                tasks.poll().run();
            }
            for (Host host : hosts) {
                for (HostIfnet ifnet : host.interfaces) {
                    busy |= ifnet.carry();
                }
            }
        }
    }

    /** Lets time pass: every timer fires at its time, and what it sends is carried. */
    void pass(double seconds) {
        run();
        long end = now + (long) (seconds * SECOND);
        while (true) {
            Timer first = null;
            for (Timer timer : timers) {
                if (timer.pending && timer.at <= end && (first == null || timer.at < first.at)) {
                    first = timer;
                }
            }
            if (first == null) {
                break;
            }
            now = Math.max(now, first.at);
            first.pending = false;
            first.body.run();
            run();
        }
        now = end;
    }

    boolean hasTimers() {
        return timers.stream().anyMatch(timer -> timer.pending);
    }

    /** Closes everything: no packet may be left. */
    void close() {
        hosts.forEach(Host::close);
        assertEquals(List.of(), pool.leaks());
        assertEquals(0, pool.outstanding());
        assertEquals(false, hasTimers());
    }

    Callout callout(Runnable body) {
        Timer timer = new Timer(body);
        timers.add(timer);
        return timer;
    }

    private final class Timer implements Callout {
        private final Runnable body;
        private long at;
        private boolean pending;

        Timer(Runnable body) {
            this.body = body;
        }

        @Override
        public void reset(long nanos) {
            at = now + nanos;
            pending = true;
        }

        @Override
        public void stop() {
            pending = false;
        }

        @Override
        public void drain() {
            pending = false;
        }

        @Override
        public boolean isPending() {
            return pending;
        }
    }

    Mbuf packet(byte[] bytes) {
        Mbuf m = pool.alloc();
        m.append(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            m.put8(i, bytes[i]);
        }
        return m;
    }

    /** What a stand-in does with a call. */
    interface Answer {
        @Nullable
        Object to(Method method, Object[] args) throws Exception;
    }

    static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> answer.to(method, args)));
    }
}
