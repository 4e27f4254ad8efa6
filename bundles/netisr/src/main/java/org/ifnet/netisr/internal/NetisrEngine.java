package org.ifnet.netisr.internal;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.Registration;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.netisr.Callout;
import org.ifnet.netisr.DriverGuard;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvThread;
import org.ifnet.netisr.Netisr;
import org.ifnet.netisr.NetisrJob;
import org.ifnet.netisr.NetisrWaiter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The netisrs, netctl and their monitor. Made once, {@link #start}ed, {@link #close}d; in between, how idle netisrs wait
 * can be exchanged by {@link #waiterFactory}.
 */
public class NetisrEngine implements Netisr, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NetisrEngine.class);
    /** How long closing and exchanging wait for threads that are busy elsewhere, each. */
    private static final long PATIENCE = 2_000_000_000L;

    private static final long LAST_PATIENCE = 100_000_000L;
    private static final long SLICE = 10_000_000L;

    private final Env env;
    private final Role[] roles;
    private final Port netctl;
    private final Monitor monitor;
    private final Faults faults;
    private final Drains drains;
    private final Barrier barrier;
    private final Rollups rollups = new Rollups();
    private final Pace pace = new Pace();
    private final AtomicLong drops = new AtomicLong();
    private final AtomicLong misdirected = new AtomicLong();
    private final List<Carrier> abandoned = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param cpus processors to use, 1 or more; there are as many netisrs as the largest power of two in it
     * @param factory how idle netisrs wait; null to park, without descriptors
     */
    public NetisrEngine(Env env, int cpus, NetisrWaiter.@Nullable Factory factory) {
        if (cpus < 1) {
            throw new IllegalArgumentException("cpus " + cpus);
        }
        this.env = env;
        faults = new Faults(env, LOG);
        drains = new Drains(env);
        barrier = new Barrier(env);
        netctl = new Port(this, NETCTL, "ifnet-netctl");
        roles = new Role[Integer.highestOneBit(cpus)];
        Arrays.setAll(roles, cpu -> new Role(this, cpu, drops, rollups, pace));
        monitor = new Monitor(this, roles);
        waiterFactory(factory);
    }

    /** Starts the threads; once. */
    public void start() {
        netctl.start();
        for (Role role : roles) {
            role.start();
        }
        monitor.start();
    }

    /**
     * Ends the threads: messages sent before are done, later calls fail with ENXIO. Waits for threads that are inside
     * drivers or messages at most a few seconds, then leaves them behind.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        for (Role role : roles) {
            role.close();
        }
        long begin = env.nanoTime();
        for (Role role : roles) {
            end(role, begin);
        }
        netctl.close();
        end(netctl, env.nanoTime());
        monitor.close();
        EnvThread m = monitor.thread();
        if (m != null && !m.isCurrent()) {
            m.join(PATIENCE);
        }
        for (Carrier c : abandoned) {
            leaveBehind(c.thread());
        }
        for (Role role : roles) {
            role.sources().exchange(null, LAST_PATIENCE);
        }
    }

    /** The monitor may give the port another thread while we wait for this one, so we wait in slices. */
    private void end(Port port, long begin) {
        for (EnvThread t = port.thread(); t != null && !t.isCurrent(); t = port.thread()) {
            if (t.join(SLICE) && t == port.thread()) {
                return;
            }
            if (env.nanoTime() - begin > PATIENCE) {
                port.leaveBehind();
                leaveBehind(t);
                return;
            }
        }
    }

    private void leaveBehind(@Nullable EnvThread t) {
        if (t == null || t.isCurrent()) {
            return;
        }
        t.interrupt();
        if (!t.join(LAST_PATIENCE)) {
            LOG.warn("thread {} does not end and is left behind, at {}", t.name(), Arrays.toString(t.stackTrace()));
        }
    }

    /**
     * Exchanges the waiters of all netisrs; on return the old ones are closed. Descriptors go over to the new ones, or
     * lie dormant while there are none (null). Not from a netisr; one exchange at a time.
     */
    public void waiterFactory(NetisrWaiter.@Nullable Factory factory) {
        if (closed.get()) {
            return;
        }
        for (Role role : roles) {
            if (!role.sources().exchange(factory == null ? null : open(factory), PATIENCE)) {
                LOG.warn("{} does not leave its waiter, which stays open", role);
            }
        }
    }

    private @Nullable NetisrWaiter open(NetisrWaiter.Factory factory) {
        try {
            return factory.open();
        } catch (RuntimeException e) {
            faults.note(factory, e);
            return null;
        }
    }

    @Override
    public int cpus() {
        return roles.length;
    }

    @Override
    public int current() {
        Carrier c = carrier();
        return c == null || c.call() == Carrier.REVOKED ? NONE : c.port().cpu();
    }

    @Override
    public void post(int cpu, Runnable message) {
        port(cpu).send(new Message(message));
    }

    @Override
    public <T> T call(int cpu, Callable<T> message) throws IfnetException {
        Port port = port(cpu);
        int caller = current();
        if (caller == cpu) {
            return inline(message);
        }
        if (caller >= 0) {
            throw new IllegalStateException("call of " + port + " from netisr " + caller);
        }
        CallMessage<T> call = new CallMessage<>(port, message);
        port.send(call);
        return call.await();
    }

    private static <T> T inline(Callable<T> message) throws IfnetException {
        try {
            return message.call();
        } catch (Exception e) {
            throw Sneaky.rethrow(e);
        }
    }

    @Override
    public void walk(Runnable message) throws IfnetException {
        if (current() >= 0) {
            throw new IllegalStateException("walk from netisr " + current());
        }
        Callable<Boolean> step = () -> {
            message.run();
            return true;
        };
        for (int cpu = 0; cpu < roles.length; cpu++) {
            call(cpu, step);
        }
    }

    @Override
    public void forward(Runnable message, int replyCpu, Reply reply) {
        new ForwardMessage(roles, message, port(replyCpu), reply).send();
    }

    @Override
    public int queue(int cpu, @Nullable PacketHandler handler, MbufBatch packets) {
        if (cpu < 0 || cpu >= roles.length || handler == null) {
            misdirected.addAndGet(packets.size());
            packets.freeAll();
            return 0;
        }
        return roles[cpu].queue(handler, packets);
    }

    @Override
    public NetisrJob job(int cpu, NetisrJob.Phase phase, NetisrJob.Body body) {
        return new Job(role(cpu), phase, body);
    }

    @Override
    public NetisrJob source(int cpu, int fd, NetisrJob.Body body) throws IfnetException {
        Role role = role(cpu);
        if (closed.get()) {
            throw new IfnetException(Errno.ENXIO, "netisr is closed");
        }
        SourceJob job = new SourceJob(role, fd, body);
        role.sources().add(job);
        return job;
    }

    @Override
    public Registration rollup(int priority, Runnable body) {
        Runnable removal = rollups.add(priority, body);
        return () -> {
            removal.run();
            if (current() < 0) {
                barrier(PATIENCE);
            }
        };
    }

    @Override
    public Callout callout(int cpu, String name, Runnable body) {
        return new Timer(port(cpu), name, body);
    }

    @Override
    public boolean barrier(long nanos) {
        if (current() >= 0) {
            throw new IllegalStateException("barrier from netisr " + current());
        }
        return barrier.await(roles, nanos);
    }

    @Override
    public DriverGuard guard(String name, DriverGuard.Listener listener) {
        return new Guard(this, name, listener);
    }

    /** How long a netisr may stay in a driver before its role goes to another thread, in nanoseconds. */
    public long stuckLimitNanos() {
        return monitor.limit();
    }

    /** @param nanos one millisecond to ten seconds, else IllegalArgumentException */
    public void stuckLimitNanos(long nanos) {
        if (nanos < Monitor.SHORTEST_LIMIT || nanos > Monitor.LONGEST_LIMIT) {
            throw new IllegalArgumentException("stuck limit of " + nanos + " ns");
        }
        monitor.limit(nanos);
    }

    /** Packets that found a mailbox full. */
    public long mailboxDrops() {
        return drops.get();
    }

    /** Packets for a cpu that is none, or for nobody. */
    public long misdirectedDrops() {
        return misdirected.get();
    }

    /** How much a netisr does before it looks at something else. */
    Pace pace() {
        return pace;
    }

    /** Roles that went to another thread. */
    public long handovers() {
        return monitor.handovers();
    }

    /** Exceptions that bodies threw. */
    public long faultCount() {
        return faults.count();
    }

    private Role role(int cpu) {
        if (cpu < 0 || cpu >= roles.length) {
            throw new IllegalArgumentException("no netisr " + cpu + ", there are " + roles.length);
        }
        return roles[cpu];
    }

    private Port port(int cpu) {
        return cpu == NETCTL ? netctl : role(cpu);
    }

    /** The carrier whose thread this is, of this engine; null for all other threads. */
    @Nullable
    Carrier carrier() {
        EnvThread t = env.current();
        return t != null && t.body() instanceof Carrier c && c.port().isOf(this) ? c : null;
    }

    Env env() {
        return env;
    }

    Monitor monitor() {
        return monitor;
    }

    Faults faults() {
        return faults;
    }

    Drains drains() {
        return drains;
    }

    Barrier barrier() {
        return barrier;
    }

    /** Carriers that lost their port and have not ended. */
    List<Carrier> abandoned() {
        return abandoned;
    }
}
