package org.ifnet.inet.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

import org.ifnet.DropCounts;
import org.ifnet.DropReason;
import org.ifnet.Ifnet;
import org.ifnet.IfnetCounters;
import org.ifnet.Ifnets;
import org.ifnet.domain.Domain;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Callout;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.ifnet.wire.MacAddress;
import org.junit.jupiter.api.Test;

/** Senders, answers and removals at once, on real threads: the state of an entry has no lock. */
class ArpRaceTest {
    private static final int ROUNDS = 40_000;
    private static final int NEIGHBOURS = 3;
    private static final int NET = 0x0a00_0000;
    private static final long SEED = 5;

    private final MbufPool pool = MbufPool.allocate("race", 4096);
    private final ReentrantLock netctl = new ReentrantLock();
    private final IfnetCounters counters = new IfnetCounters();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final SplittableRandom seeds = new SplittableRandom(SEED);
    private final AtomicReference<Link4> link = new AtomicReference<>();
    private Arp arp;

    private final Ifnet ifnet = World.proxy(Ifnet.class, (method, args) -> {
        switch (method.getName()) {
            case "handle":
                return 1;
            case "flags":
                return 0;
            case "protocolData":
                return link.get();
            case "isAttached":
                return true;
            case "lladdr":
                return new MacAddress(0x0200_0000_0001L);
            case "counters":
                return counters;
            case "output":
                return output((Mbuf) args[0], (Domain) args[1], (Long) args[3]);
            default:
                throw new UnsupportedOperationException(method.getName());
        }
    });

    /** What the link layer does: packets are resolved again, requests go out. */
    private int output(Mbuf m, Domain domain, long lo) {
        if (domain instanceof ArpSender) {
            m.free();
        } else {
            send(m, (int) lo);
        }
        return 0;
    }

    private void send(Mbuf m, int address) {
        long answer = arp.resolve(ifnet, m, address);
        if (answer != Domain.QUEUED) {
            assertTrue(answer >= 0 || answer == Domain.FAILED);
            sent.getAndIncrement();
            m.free();
        }
    }

    private Arp make() {
        Env env = World.proxy(
                Env.class,
                (method, args) -> method.getName().equals("memory") ? World.MEMORY : (Object) System.nanoTime());
        Callout never = World.proxy(Callout.class, (method, args) -> null);
        Netisr netisr = World.proxy(Netisr.class, (method, args) -> {
            if (method.getName().equals("callout")) {
                return never;
            }
            netctl.lock();
            try {
                return method.getName().equals("call") ? ((Callable<?>) args[1]).call() : null;
            } finally {
                netctl.unlock();
            }
        });
        IpAddress own = IpAddress.v4(NET + 200);
        Ifaddr source = new Ifaddr(ifnet, own, new IpPrefix(own, 24), null, null);
        Ifaddrs ifaddrs = World.proxy(Ifaddrs.class, (method, args) -> {
            switch (method.getName()) {
                case "forDestination":
                    return source;
                case "isBroadcast4":
                    return false;
                case "local4":
                    return null;
                default:
                    return List.of(source);
            }
        });
        Drops drops = new Drops(World.proxy(Ifnets.class, (method, args) -> null));
        Domain ip = World.proxy(Domain.class, (method, args) -> null);
        return new Arp(
                env,
                netisr,
                ifaddrs,
                new Knobs(),
                drops,
                new ArpSender(pool, new Stats(new DropCounts())),
                ip,
                (m, waited) -> {});
    }

    @Test
    void losesNoPacketBetweenSenderAnswerAndRemoval() throws InterruptedException {
        link.set(new Link4(ifnet));
        arp = make();
        List<Thread> threads = new ArrayList<>();
        threads.add(thread(random -> send(random)));
        threads.add(thread(random -> send(random)));
        threads.add(thread(
                random -> arp.learn(ifnet, NET + random.nextInt(NEIGHBOURS), 0x0200_0000_0002L, random.nextBoolean())));
        threads.add(thread(random -> {
            int which = NET + random.nextInt(NEIGHBOURS);
            arp.flush(ifnet, e -> e.address == which);
        }));
        for (Thread thread : threads) {
            thread.join(60_000);
            assertFalse(thread.isAlive(), "seed " + SEED);
        }
        assertEquals(null, failure.get(), "seed " + SEED);
        arp.flush(ifnet, any -> true);
        assertEquals(List.of(), pool.leaks());
        assertEquals(0, arp.cache().size());
        long dropped = counters.drops().get(DropReason.UNRESOLVED);
        assertEquals(2L * ROUNDS, sent.get() + dropped, "every packet was sent or dropped, once");
    }

    private void send(SplittableRandom random) {
        Mbuf m = pool.alloc();
        if (m == null) {
            throw new AssertionError("more packets wait than can");
        }
        send(m, NET + random.nextInt(NEIGHBOURS));
    }

    /** One step of a thread. */
    private interface Step {
        void run(SplittableRandom random);
    }

    private Thread thread(Step step) {
        SplittableRandom random = seeds.split();
        Thread thread = new Thread(() -> {
            try {
                for (int i = 0; i < ROUNDS; i++) {
                    step.run(random);
                }
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
            }
        });
        thread.start();
        return thread;
    }
}
