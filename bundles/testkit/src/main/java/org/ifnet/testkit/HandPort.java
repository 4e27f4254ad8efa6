package org.ifnet.testkit;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import org.ifnet.DropReason;
import org.ifnet.Ifnet;
import org.ifnet.IfnetCounters;
import org.ifnet.IfnetException;
import org.ifnet.LinkState;
import org.ifnet.driver.DriverContext;
import org.ifnet.driver.DriverInfo;
import org.ifnet.driver.DriverPoll;
import org.ifnet.driver.DriverSource;
import org.ifnet.driver.IfnetDriver;
import org.ifnet.driver.Watchdog;
import org.ifnet.ifq.Ifq;
import org.ifnet.ifq.IfqEngine;
import org.ifnet.ifq.Subqueue;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Callout;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.NetisrJob;

/**
 * A driver in the hands of a test: a real transmit queue on one side, a list of what it received on the other, nothing
 * above. Jobs run when the test runs them on the {@link HandNetisr}; all else on the caller's thread, at once.
 */
public final class HandPort implements DriverContext {
    private static final int QUEUE_LENGTH = 250;
    private static final int LINK_HEADER = 14;

    private final HandNetisr netisr;
    private final MbufPool pool;
    private final Env env;
    private final IfnetDriver driver;
    private final Ifnet ifnet;
    private final Ifq ifq;
    private final IfnetCounters counters = new IfnetCounters();
    private final List<Mbuf> received = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final List<NetisrJob> sources = new ArrayList<>();
    private LinkState link = LinkState.UNKNOWN;
    private boolean open;

    /** Attaches the driver; it is down. */
    public HandPort(HandNetisr netisr, IfqEngine engine, MbufPool pool, Env env, String name, IfnetDriver driver)
            throws IfnetException {
        this.netisr = netisr;
        this.pool = pool;
        this.env = env;
        this.driver = driver;
        DriverInfo info = driver.info();
        ifnet = named(name);
        int maxFrame = info.mtu() + LINK_HEADER;
        ifq = engine.create(
                new IfqEngine.Spec(name, info.queues(), QUEUE_LENGTH, maxFrame, LINK_HEADER, info.baudrate()),
                q -> {
                    driver.start(q);
                    return true;
                },
                counters);
        open = true;
        driver.attach(this);
    }

    private static Ifnet named(String name) {
        return (Ifnet) Proxy.newProxyInstance(
                Ifnet.class.getClassLoader(), new Class<?>[] {Ifnet.class}, (self, method, args) -> {
                    if (method.getName().equals("name") || method.getName().equals("toString")) {
                        return name;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    public void up() throws IfnetException {
        driver.init();
        ifq.setRunning(true);
    }

    public void down() {
        ifq.setRunning(false);
        driver.stop();
        ifq.purge();
    }

    public void detach() {
        open = false;
        ifq.setRunning(false);
        sources.forEach(NetisrJob::close);
        driver.detach();
        ifq.close();
    }

    /** The driver, to be called as the platform would. */
    public IfnetDriver driver() {
        return driver;
    }

    public Ifq ifq() {
        return ifq;
    }

    public IfnetCounters counters() {
        return counters;
    }

    public LinkState link() {
        return link;
    }

    /** What was received since the last call; the caller owns it. */
    public List<Mbuf> takeReceived() {
        List<Mbuf> taken = List.copyOf(received);
        received.clear();
        return taken;
    }

    @Override
    public Ifnet ifnet() {
        return ifnet;
    }

    @Override
    public MbufPool pool() {
        return pool;
    }

    @Override
    public Env env() {
        return env;
    }

    @Override
    public int cpus() {
        return netisr.cpus();
    }

    @Override
    public Subqueue queue(int index) {
        return ifq.subqueue(index);
    }

    @Override
    public DriverSource source(int cpu, DriverPoll poll) {
        NetisrJob job = netisr.job(cpu, NetisrJob.Phase.POLL, () -> poll(poll));
        sources.add(job);
        return job::schedule;
    }

    private boolean poll(DriverPoll poll) {
        MbufBatch batch = new MbufBatch();
        boolean more = poll.poll(batch);
        for (int i = 0; i < batch.size(); i++) {
            received.add(batch.get(i));
        }
        return more;
    }

    @Override
    public DriverSource source(int cpu, int fd, DriverPoll poll) {
        throw new UnsupportedOperationException("descriptors");
    }

    @Override
    public Callout callout(int cpu, Runnable body) {
        throw new UnsupportedOperationException("callouts");
    }

    @Override
    public Watchdog watchdog(Runnable body) {
        throw new UnsupportedOperationException("watchdogs");
    }

    @Override
    public Watchdog watchdog(int queue, Runnable body) {
        throw new UnsupportedOperationException("watchdogs");
    }

    @Override
    public void log(String line) {
        lines.add(line);
    }

    /** What the driver wrote to the log. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void linkState(LinkState state, long baudrate) {
        link = open ? state : link;
    }

    @Override
    public void inputDropped(DropReason reason, long packets) {
        counters.drops().count(reason, packets);
    }

    @Override
    public void thread(String name, Runnable body) {
        throw new UnsupportedOperationException("threads");
    }
}
