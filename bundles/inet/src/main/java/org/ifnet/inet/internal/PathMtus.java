package org.ifnet.inet.internal;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.PublishedArray;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the MTU of paths (RFC 1191): a table of fixed size in which a later destination takes the place of an
 * earlier one, so that nobody can fill it. Lock-free, any thread.
 */
final class PathMtus {
    /** What every path carries (RFC 791). */
    private static final int LEAST = 68;
    /** A path that claims less is given packets of this size, which may be cut on the way: nobody can slow us down more. */
    private static final int USEFUL = 552;

    private static final int PLACES = 1024;
    private static final long LIFE = 600_000_000_000L;
    /** What paths have, for routers that do not say (RFC 1191, 7.1). */
    private static final int[] PLATEAUS = {32_000, 17_914, 8166, 4352, 2002, 1492, 1006, 508, 296, LEAST};

    private final Env env;
    private final PublishedArray<Path> paths;
    private final int salt;

    private record Path(int dst, int mtu, long until) {}

    PathMtus(Env env) {
        this.env = env;
        paths = env.memory().publishedArray(PLACES);
        salt = (int) env.random() | 1;
    }

    private int place(int dst) {
        return (dst ^ dst >>> 15) * salt >>> 22;
    }

    private @Nullable Path find(int dst) {
        Path path = paths.getAcquire(place(dst));
        return path != null && path.dst == dst && env.nanoTime() - path.until < 0 ? path : null;
    }

    /** The smaller of {@code mtu} and what is known. */
    int limit(int dst, int mtu) {
        Path path = find(dst);
        return path == null ? mtu : Math.min(mtu, Math.max(path.mtu, USEFUL));
    }

    /** A router could not send on a packet of {@code sent} bytes; {@code mtu} is what it says, 0 when it says nothing. */
    void learn(int dst, int mtu, int sent) {
        int less = mtu == 0 ? plateau(sent) : mtu;
        Path known = find(dst);
        if (less >= LEAST && less < sent && (known == null || less < known.mtu)) {
            paths.setRelease(place(dst), new Path(dst, less, env.nanoTime() + LIFE));
        }
    }

    private static int plateau(int sent) {
        for (int plateau : PLATEAUS) {
            if (plateau < sent) {
                return plateau;
            }
        }
        return LEAST;
    }
}
