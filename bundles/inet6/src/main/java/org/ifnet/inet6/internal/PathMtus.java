package org.ifnet.inet6.internal;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.PublishedArray;
import org.ifnet.wire.Ip6Header;

/**
 * What is known of the MTU of paths (RFC 8201): a table of fixed size in which a later destination takes the place of an
 * earlier one, so that nobody can fill it. Lock-free, any thread.
 */
final class PathMtus {
    private static final int PLACES = 1024;
    private static final long LIFE = 600_000_000_000L;

    private final Env env;
    private final PublishedArray<Path> paths;
    private final long salt;

    private record Path(long hi, long lo, int mtu, long until) {}

    PathMtus(Env env) {
        this.env = env;
        paths = env.memory().publishedArray(PLACES);
        salt = env.random() | 1;
    }

    private int place(long hi, long lo) {
        long h = (hi * 0x9e37_79b9_7f4a_7c15L ^ lo) * salt;
        return (int) (h >>> 40) & PLACES - 1;
    }

    /** The smaller of {@code mtu} and what is known. */
    int limit(long hi, long lo, int mtu) {
        Path path = paths.getAcquire(place(hi, lo));
        boolean known = path != null && path.lo == lo && path.hi == hi && path.mtu < mtu;
        return known && env.nanoTime() - path.until < 0 ? path.mtu : mtu;
    }

    /** A router said what fits. Less than every link carries is a lie. */
    void learn(long hi, long lo, int mtu) {
        if (mtu >= Ip6Header.MIN_MTU && mtu < limit(hi, lo, Integer.MAX_VALUE)) {
            paths.setRelease(place(hi, lo), new Path(hi, lo, mtu, env.nanoTime() + LIFE));
        }
    }
}
