package org.ifnet.shell.internal;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.LinkState;
import org.ifnet.Registration;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.netisr.Env;
import org.jspecify.annotations.Nullable;

/**
 * Waits until an interface is there, up and running, and has an address of a family where one is named. Woken by events;
 * link states have no say, as some drivers do not know theirs, unless the link is known to be down.
 */
final class IfconfigWait {
    private final Platform platform;

    IfconfigWait(Platform platform) {
        this.platform = platform;
    }

    /** Waits at most that long; ETIMEDOUT, or EINTR when the thread is interrupted. */
    void run(long nanos, List<String> words) throws IfnetException {
        int family = words.size() < 2 ? Families.ALL : Families.parse(words.get(1));
        if (words.isEmpty() || words.size() > 2 || family == Families.NONE) {
            throw Options.misuse("ifconfig", "-w waits for one interface");
        }
        Env env = platform.env();
        Semaphore news = new Semaphore(0);
        Ifaddrs ifaddrs = family == Families.ALL ? null : platform.ifaddrs();
        Registration interfaces = platform.ifnets().listen(event -> news.release(), false);
        Registration addresses = ifaddrs == null ? () -> {} : ifaddrs.listen(listener(news));
        try {
            long end = env.nanoTime() + nanos;
            while (!isReady(words.get(0), family, ifaddrs)) {
                long left = end - env.nanoTime();
                if (left <= 0 || !news.tryAcquire(left, TimeUnit.NANOSECONDS)) {
                    throw new IfnetException(Errno.ETIMEDOUT, late(words, nanos));
                }
                news.drainPermits();
            }
        } catch (InterruptedException e) {
            throw new IfnetException(Errno.EINTR, "interrupted", e);
        } finally {
            addresses.close();
            interfaces.close();
        }
    }

    private boolean isReady(String name, int family, @Nullable Ifaddrs ifaddrs) throws IfnetException {
        Ifnet ifnet = platform.ifnets().byName(name);
        if (ifnet == null || !ifnet.isUsable() || ifnet.linkState() == LinkState.DOWN) {
            return false;
        }
        return ifaddrs == null
                || ifaddrs.list(ifnet).stream().anyMatch(a -> a.address().family() == family);
    }

    private static Ifaddrs.Listener listener(Semaphore news) {
        return new Ifaddrs.Listener() {
            @Override
            public void added(Ifaddr address) {
                news.release();
            }

            @Override
            public void removed(Ifaddr address) {}
        };
    }

    private String late(List<String> words, long nanos) throws IfnetException {
        String name = words.get(0);
        Ifnet ifnet = platform.ifnets().byName(name);
        String what = ifnet == null
                ? " does not exist"
                : !ifnet.isUsable()
                        ? " is not up"
                        : ifnet.linkState() == LinkState.DOWN
                                ? " has no carrier"
                                : words.size() > 1 ? " has no " + words.get(1) + " address" : " was not ready";
        return "interface " + name + what + " after " + nanos / 1e9 + " s";
    }
}
