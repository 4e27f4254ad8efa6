package org.ifnet.inet.internal;

import org.ifnet.Ifnet;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.PublishedArray;
import org.jspecify.annotations.Nullable;

/**
 * Better ways to single hosts, as routers said (RFC 1122, 3.2.2.2): a table of fixed size in which a later destination takes
 * the place of an earlier one. Lock-free, any thread.
 */
final class Redirects {
    private static final int PLACES = 1024;
    private static final long LIFE = 600_000_000_000L;

    private final Env env;
    private final PublishedArray<Way> ways;
    private final int salt;
    private volatile boolean any;

    record Way(Ifnet ifnet, int dst, int gateway, long until) {}

    Redirects(Env env) {
        this.env = env;
        ways = env.memory().publishedArray(PLACES);
        salt = (int) env.random() | 1;
    }

    private int place(int dst) {
        return (dst ^ dst >>> 15) * salt >>> 22;
    }

    @Nullable
    Way find(int dst) {
        Way way = any ? ways.getAcquire(place(dst)) : null;
        boolean good = way != null && way.dst == dst && way.ifnet.isUsable();
        return good && env.nanoTime() - way.until < 0 ? way : null;
    }

    void learn(Ifnet ifnet, int dst, int gateway) {
        any = true;
        ways.setRelease(place(dst), new Way(ifnet, dst, gateway, env.nanoTime() + LIFE));
    }

    /** The neighbour does not answer. */
    void forget(int dst) {
        Way way = find(dst);
        if (way != null) {
            ways.compareAndSet(place(dst), way, null);
        }
    }

    void forget(Ifnet ifnet) {
        for (int i = 0; any && i < PLACES; i++) {
            Way way = ways.getAcquire(i);
            if (way != null && way.ifnet == ifnet) {
                ways.compareAndSet(i, way, null);
            }
        }
    }
}
