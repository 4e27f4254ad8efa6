package org.ifnet.inet6.internal;

import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet6.Address6State;
import org.ifnet.netisr.Callout;
import org.jspecify.annotations.Nullable;

/** An own address with its state. Netctl changes it; any thread reads. */
final class Own6 {
    static final int REFUSED = Address6State.TENTATIVE | Address6State.DUPLICATED;
    private static final int NO_SOURCE = REFUSED | Address6State.ANYCAST;

    final Ifaddr ifaddr;
    final long hi;
    final long lo;
    volatile int flags;

    /** On the clock of Env; {@link Long#MAX_VALUE} without end. */
    volatile long preferredUntil = Long.MAX_VALUE;

    volatile long validUntil = Long.MAX_VALUE;

    /** Made here, and goes when IPv6 goes. */
    volatile boolean automatic;
    /** Duplicate address detection: what is left to send, and the mark of our own requests (RFC 7527). */
    int asked;

    volatile long nonce;

    @Nullable
    Callout timer;

    Own6(Ifaddr ifaddr) {
        this.ifaddr = ifaddr;
        hi = ifaddr.address().hi();
        lo = ifaddr.address().lo();
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Packets to it are taken. */
    boolean isUsable() {
        return (flags & REFUSED) == 0;
    }

    boolean isSource() {
        return (flags & NO_SOURCE) == 0;
    }

    boolean isNear(long otherHi, long otherLo) {
        IpAddress farEnd = ifaddr.destination();
        return farEnd != null
                ? farEnd.hi() == otherHi && farEnd.lo() == otherLo
                : commonBits(hi, lo, otherHi, otherLo) >= ifaddr.prefix().length();
    }

    /** How many bits two addresses have in common from the first on. */
    static int commonBits(long hi, long lo, long otherHi, long otherLo) {
        int upper = Long.numberOfLeadingZeros(hi ^ otherHi);
        return upper < Long.SIZE ? upper : upper + Long.numberOfLeadingZeros(lo ^ otherLo);
    }
}
