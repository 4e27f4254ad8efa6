package org.ifnet.itest.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.ifnet.DropReason;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.LinkState;
import org.ifnet.driver.DriverContext;
import org.ifnet.driver.DriverPoll;
import org.ifnet.driver.DriverSource;
import org.ifnet.driver.IfnetDriver;
import org.ifnet.driver.Watchdog;
import org.ifnet.ifq.Subqueue;
import org.ifnet.linux.internal.EpollWaiterFactory;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Callout;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.NetisrWaiter;

/**
 * A driver on a test bench: the context of one driver with a real pool and a real epoll, one thread in the place of the
 * netisr, and a list of what the driver received. Detaches and checks in the end that no mbuf is left.
 */
final class DriverBench implements DriverContext, AutoCloseable {
    private static final int TOKEN = 1;
    private static final long LOOK_NANOS = 50_000;

    final MbufPool pool;
    final FakeSubqueue queue;
    final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
    /** Tags that travelled beside the frames, -1 for none; parallel to {@link #received}. */
    final BlockingQueue<Integer> tags = new LinkedBlockingQueue<>();

    final AtomicLong polls = new AtomicLong();
    /** Frames received since the start. */
    final AtomicLong taken = new AtomicLong();

    volatile LinkState link = LinkState.UNKNOWN;
    private final IfnetDriver driver;
    private final Map<DropReason, Long> inputDrops = new EnumMap<>(DropReason.class);
    private final NetisrWaiter waiter = new EpollWaiterFactory().open();
    private final AtomicBoolean startWanted = new AtomicBoolean();
    private final AtomicBoolean pollWanted = new AtomicBoolean();
    private final Thread thread = new Thread(this::run, "bench");
    private volatile DriverPoll poll = batch -> false;
    private volatile int fd = -1;
    private volatile long timerAt = Long.MAX_VALUE;
    private volatile Runnable timerBody = () -> {};
    private volatile boolean ending;
    private volatile boolean paused;
    private final AtomicInteger ticketAsked = new AtomicInteger();
    private volatile int ticketDone;
    private boolean attached;

    DriverBench(IfnetDriver driver, int frames) {
        this.driver = driver;
        pool = MbufPool.allocate("bench", frames);
        queue = new FakeSubqueue(this::kick);
        thread.setDaemon(true);
        thread.start();
    }

    /** On a bench with 2048 frames, attached and up. */
    static DriverBench up(IfnetDriver driver) throws IfnetException {
        DriverBench bench = new DriverBench(driver, 2048);
        bench.attach();
        driver.init();
        return bench;
    }

    void attach() throws IfnetException {
        driver.info();
        driver.attach(this);
        attached = true;
    }

    private void kick() {
        startWanted.set(true);
        waiter.wakeup();
    }

    private void run() {
        MbufBatch batch = new MbufBatch();
        while (!ending) {
            while (paused && !ending) {
                Thread.onSpinWait();
            }
            long wait = pollWanted.get() || startWanted.get() ? 0 : untilTimer();
            waiter.await(wait, token -> pollWanted.set(true));
            int ticket = ticketAsked.get();
            if (System.nanoTime() >= timerAt) {
                timerAt = Long.MAX_VALUE;
                timerBody.run();
            }
            if (pollWanted.getAndSet(false)) {
                polls.incrementAndGet();
                if (poll.poll(batch)) {
                    pollWanted.set(true);
                }
                take(batch);
            }
            if (startWanted.getAndSet(false) && !queue.isOactive()) {
                driver.start(queue);
                startWanted.compareAndSet(false, queue.length() > 0 && !queue.isOactive());
            }
            if (!pollWanted.get() && !startWanted.get()) {
                ticketDone = ticket;
            }
        }
    }

    /** The thread does nothing more, like a netisr that is busy elsewhere. */
    void pause() {
        paused = true;
        waiter.wakeup();
    }

    void resume() {
        paused = false;
    }

    private long untilTimer() {
        return timerAt == Long.MAX_VALUE ? -1 : Math.max(0, timerAt - System.nanoTime());
    }

    private void take(MbufBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            Mbuf m = batch.get(i);
            byte[] frame = new byte[m.length()];
            m.region().get(m.offset(), frame);
            tags.add(m.has(Mbuf.VLANTAG) ? m.vlanTag() : -1);
            received.add(frame);
            taken.incrementAndGet();
        }
        batch.freeAll();
    }

    /** Sends a frame in as many mbufs as there are parts. */
    void send(byte[]... parts) {
        Mbuf first = null;
        Mbuf last = null;
        for (byte[] part : parts) {
            Mbuf m = pool.alloc();
            assertTrue(m != null && m.append(part.length), "room for the test's own frame");
            m.region().put(m.offset(), part);
            if (last == null) {
                first = m;
            } else {
                last.next(m);
            }
            last = m;
        }
        send(first);
    }

    void send(Mbuf m) {
        queue.enqueue(m);
        kick();
    }

    byte[] next() throws InterruptedException {
        byte[] frame = received.poll(5, TimeUnit.SECONDS);
        assertTrue(frame != null, "a frame within 5 seconds");
        return frame;
    }

    synchronized long inputDrops(DropReason reason) {
        return inputDrops.getOrDefault(reason, 0L);
    }

    /** Waits until a condition holds that other threads bring about. */
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within 5 seconds: " + what);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Waits until the bench thread has done everything it was asked before, and has nothing to do. */
    void settle() {
        int ticket = ticketAsked.incrementAndGet();
        waiter.wakeup();
        await("the bench thread is idle", () -> ticketDone >= ticket);
    }

    /** As the platform does it: sources closed, no thread inside, then detach. */
    void detach() {
        if (!attached) {
            return;
        }
        attached = false;
        driver.stop();
        if (fd >= 0) {
            waiter.remove(fd);
        }
        end();
        driver.detach();
    }

    private void end() {
        ending = true;
        waiter.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        detach();
        end();
        waiter.close();
        queue.purge();
        assertEquals(List.of(), pool.leaks());
        assertEquals(0, pool.outstanding());
    }

    @Override
    public Ifnet ifnet() {
        return (Ifnet) Proxy.newProxyInstance(
                Ifnet.class.getClassLoader(),
                new Class<?>[] {Ifnet.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "name", "toString" -> "bench0";
                    case "index" -> 1;
                    default -> throw new UnsupportedOperationException(method.toString());
                });
    }

    @Override
    public MbufPool pool() {
        return pool;
    }

    @Override
    public Env env() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int cpus() {
        return 1;
    }

    @Override
    public Subqueue queue(int index) {
        return queue;
    }

    @Override
    public DriverSource source(int cpu, DriverPoll body) {
        poll = body;
        return () -> {
            pollWanted.set(true);
            waiter.wakeup();
        };
    }

    @Override
    public DriverSource source(int cpu, int descriptor, DriverPoll body) {
        DriverSource source = source(cpu, body);
        fd = descriptor;
        waiter.add(descriptor, TOKEN);
        return source;
    }

    @Override
    public Callout callout(int cpu, Runnable body) {
        timerBody = body;
        return new Callout() {
            @Override
            public void reset(long nanos) {
                timerAt = System.nanoTime() + nanos;
                waiter.wakeup();
            }

            @Override
            public void stop() {
                timerAt = Long.MAX_VALUE;
            }

            @Override
            public void drain() {
                stop();
            }

            @Override
            public boolean isPending() {
                return timerAt != Long.MAX_VALUE;
            }
        };
    }

    @Override
    public void linkState(LinkState state, long baudrate) {
        link = state;
    }

    @Override
    public synchronized void inputDropped(DropReason reason, long packets) {
        inputDrops.merge(reason, packets, Long::sum);
    }

    @Override
    public Watchdog watchdog(Runnable body) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Watchdog watchdog(int queue, Runnable body) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void log(String line) {
        System.Logger log = System.getLogger(DriverBench.class.getName());
        log.log(System.Logger.Level.INFO, line);
    }

    @Override
    public void thread(String name, Runnable body) {
        throw new UnsupportedOperationException();
    }
}
