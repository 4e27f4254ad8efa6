package org.ifnet.inet6.internal;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.Ifnet;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.wire.Ip6Header;
import org.jspecify.annotations.Nullable;

/** What IPv6 keeps for an interface. Netctl changes it; any thread reads, without locks and allocation. */
final class Link6 {
    static final int REACHABLE_MS = 30_000;
    static final int RETRANS_MS = 1000;

    private static final Own6[] NONE = {};
    private static final IpPrefix[] NO_PREFIXES = {};
    private static final long[] NO_GROUPS = {};
    private static final long MILLI = 1_000_000L;

    final Ifnet ifnet;
    /** Neighbours that are asked for and have not answered. */
    final AtomicInteger incomplete = new AtomicInteger();

    /** Memberships of ours with their users: of {@link Groups}. */
    final ConcurrentHashMap<IpAddress, Integer> joined = new ConcurrentHashMap<>();

    /** IPv6 has left the interface: what is still on its way to it finds nothing to do. */
    volatile boolean ended;

    private volatile Own6[] own = NONE;
    /** On the link though no address of ours says so. */
    private volatile IpPrefix[] prefixes = NO_PREFIXES;

    private volatile long[] groups = NO_GROUPS;
    /** What routers said; 0 when nothing. */
    volatile int linkMtu;

    volatile int hopLimit;
    volatile int retransMs = RETRANS_MS;
    volatile int baseReachableMs = REACHABLE_MS;

    Link6(Ifnet ifnet) {
        this.ifnet = ifnet;
    }

    /** The domain's data of the interface; null when it does not take part. */
    static @Nullable Link6 of(Ifnet ifnet) {
        return ifnet.protocolData(AddressFamily.INET6) instanceof Link6 link ? link : null;
    }

    Own6[] own() {
        return own;
    }

    void own(Own6[] now) {
        own = now;
    }

    @Nullable
    Own6 find(long hi, long lo) {
        for (Own6 o : own) {
            if (o.lo == lo && o.hi == hi) {
                return o;
            }
        }
        return null;
    }

    /** The first link-local address that can be a source, or null. */
    @Nullable
    Own6 linkLocal() {
        for (Own6 o : own) {
            if (o.isSource() && Ip6Header.isLinkLocal(o.hi)) {
                return o;
            }
        }
        return null;
    }

    /** Whether the address is of a network of the interface. */
    boolean isNear(long hi, long lo) {
        if (Ip6Header.isLinkLocal(hi)) {
            return true;
        }
        for (Own6 o : own) {
            if (o.isNear(hi, lo)) {
                return true;
            }
        }
        for (IpPrefix p : prefixes) {
            if (Own6.commonBits(p.address().hi(), p.address().lo(), hi, lo) >= p.length()) {
                return true;
            }
        }
        return false;
    }

    void prefixes(IpPrefix[] now) {
        prefixes = now;
    }

    boolean isMember(long hi, long lo) {
        long[] g = groups;
        for (int i = 0; i < g.length; i += 2) {
            if (g[i + 1] == lo && g[i] == hi) {
                return true;
            }
        }
        return false;
    }

    /** Under the control lock of the interface, or before it is seen. */
    void groups(long[] now) {
        groups = now;
    }

    int mtu() {
        int said = linkMtu;
        int mtu = ifnet.mtu();
        return said == 0 ? mtu : Math.min(said, mtu);
    }

    long retrans() {
        return retransMs * MILLI;
    }

    /** The time that an answer counts: the base by chance times 0.5 to 1.5 (RFC 4861, 6.3.2). */
    long reachable(long random) {
        long base = baseReachableMs * MILLI;
        return base / 2 + (random >>> 1) % base;
    }
}
