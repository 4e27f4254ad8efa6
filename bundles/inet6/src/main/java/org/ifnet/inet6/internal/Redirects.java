package org.ifnet.inet6.internal;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.PublishedArray;
import org.jspecify.annotations.Nullable;

/**
 * Better ways to single destinations, as routers said (RFC 4861, 8.3): a table of fixed size in which a later destination
 * takes the place of an earlier one. Lock-free, any thread.
 */
final class Redirects {
    private static final int PLACES = 1024;
    private static final long LIFE = 600_000_000_000L;

    private final Env env;
    private final PublishedArray<Way> ways;
    private final long salt;
    private volatile boolean any;

    record Way(Link6 link, long hi, long lo, long gatewayHi, long gatewayLo, long until) {}

    Redirects(Env env) {
        this.env = env;
        ways = env.memory().publishedArray(PLACES);
        salt = env.random() | 1;
    }

    private int place(long hi, long lo) {
        long h = (hi * 0x9e37_79b9_7f4a_7c15L ^ lo) * salt;
        return (int) (h >>> 40) & PLACES - 1;
    }

    @Nullable
    Way find(long hi, long lo) {
        if (!any) {
            return null;
        }
        Way way = ways.getAcquire(place(hi, lo));
        boolean good = way != null && way.lo == lo && way.hi == hi && way.link.ifnet.isUsable();
        return good && env.nanoTime() - way.until < 0 ? way : null;
    }

    void learn(Link6 link, long hi, long lo, long gatewayHi, long gatewayLo) {
        any = true;
        ways.setRelease(place(hi, lo), new Way(link, hi, lo, gatewayHi, gatewayLo, env.nanoTime() + LIFE));
    }

    /** The neighbour does not answer, or its interface goes. */
    void forget(long hi, long lo) {
        Way way = find(hi, lo);
        if (way != null) {
            ways.compareAndSet(place(hi, lo), way, null);
        }
    }

    void forget(Link6 link) {
        for (int i = 0; any && i < PLACES; i++) {
            Way way = ways.getAcquire(i);
            if (way != null && way.link == link) {
                ways.compareAndSet(i, way, null);
            }
        }
    }
}
