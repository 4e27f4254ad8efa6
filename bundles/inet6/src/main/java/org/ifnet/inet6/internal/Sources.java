package org.ifnet.inet6.internal;

import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.Ifnets;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.inet6.Address6State;
import org.ifnet.wire.Ip6Header;
import org.jspecify.annotations.Nullable;

/** Which own address speaks to a destination (RFC 6724, 5). Any thread, free of locks and allocation. */
final class Sources {
    private static final int SCOPE_LINK = 2;
    private static final int SCOPE_GLOBAL = 14;

    private final Ifnets ifnets;
    private final Ifaddrs ifaddrs;

    Sources(Ifnets ifnets, Ifaddrs ifaddrs) {
        this.ifnets = ifnets;
        this.ifaddrs = ifaddrs;
    }

    /** The best address of the interface, else of any; null when no address can speak to that scope. */
    @Nullable
    Own6 choose(Ifnet out, long hi, long lo) {
        // To ourselves, but not when a packet for another address of ours is made to cross a wire.
        boolean here = out.type() == IfType.LOOP && !Ip6Header.isLinkLocal(hi);
        Ifaddr same = here ? ifaddrs.local6(hi, lo) : null;
        Link6 its = same == null ? null : Link6.of(same.ifnet());
        Own6 itself = its == null ? null : its.find(hi, lo);
        if (itself != null && itself.isSource()) {
            return itself;
        }
        Link6 link = Link6.of(out);
        Own6 best = link == null ? null : best(link, null, hi, lo);
        if (best == null && scope(hi, lo) != SCOPE_LINK) {
            for (Ifnet ifnet : ifnets.list()) {
                Link6 other = Link6.of(ifnet);
                if (other != null && other != link && ifnet.isUsable()) {
                    best = best(other, best, hi, lo);
                }
            }
            return best == null || scope(best.hi, best.lo) < SCOPE_GLOBAL ? null : best;
        }
        return best;
    }

    private static @Nullable Own6 best(Link6 link, @Nullable Own6 than, long hi, long lo) {
        Own6 best = than;
        boolean near = scope(hi, lo) <= SCOPE_LINK || link.ifnet.type() == IfType.LOOP;
        for (Own6 o : link.own()) {
            boolean can = o.isSource() && (near || scope(o.hi, o.lo) > SCOPE_LINK);
            if (can && (best == null || isBetter(o, best, hi, lo))) {
                best = o;
            }
        }
        return best;
    }

    /** Rules 1, 2, 3, 6, 7 and 8; the others do not distinguish addresses of one interface. */
    private static boolean isBetter(Own6 a, Own6 b, long hi, long lo) {
        boolean same = a.hi == hi && a.lo == lo;
        if (same || b.hi == hi && b.lo == lo) {
            return same;
        }
        int scopeA = scope(a.hi, a.lo);
        int scopeB = scope(b.hi, b.lo);
        if (scopeA != scopeB) {
            int wanted = scope(hi, lo);
            return scopeA < scopeB ? scopeA >= wanted : scopeB < wanted;
        }
        boolean deprecatedA = a.has(Address6State.DEPRECATED);
        if (deprecatedA != b.has(Address6State.DEPRECATED)) {
            return !deprecatedA;
        }
        int label = label(hi, lo);
        boolean labelA = label(a.hi, a.lo) == label;
        if (labelA != (label(b.hi, b.lo) == label)) {
            return labelA;
        }
        boolean temporaryA = a.has(Address6State.TEMPORARY);
        if (temporaryA != b.has(Address6State.TEMPORARY)) {
            return temporaryA;
        }
        int commonA =
                Math.min(Own6.commonBits(a.hi, a.lo, hi, lo), a.ifaddr.prefix().length());
        return commonA
                > Math.min(
                        Own6.commonBits(b.hi, b.lo, hi, lo), b.ifaddr.prefix().length());
    }

    /** Of a group what it says; else link for link-local and loopback, global for all others. */
    static int scope(long hi, long lo) {
        if (Ip6Header.isMulticast(hi)) {
            return Ip6Header.groupScope(hi);
        }
        return Ip6Header.isLinkLocal(hi) || Ip6Header.isLoopback(hi, lo) ? SCOPE_LINK : SCOPE_GLOBAL;
    }

    /** The default policy table (RFC 6724, 2.1). */
    static int label(long hi, long lo) {
        if (hi == 0) {
            return lo == 1 ? 0 : Ip6Header.isMapped4(hi, lo) ? 4 : lo >>> 32 == 0 ? 3 : 1;
        }
        if (hi >>> 48 == 0x2002) {
            return 2;
        }
        if (hi >>> 32 == 0x2001_0000L) {
            return 5;
        }
        if (hi >>> 57 == 0x7e) {
            return 13;
        }
        return hi >>> 54 == 0x3fb ? 11 : hi >>> 48 == 0x3ffe ? 12 : 1;
    }
}
