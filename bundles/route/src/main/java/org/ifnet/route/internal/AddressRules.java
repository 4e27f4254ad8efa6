package org.ifnet.route.internal;

import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.jspecify.annotations.Nullable;

/** What an interface may be given as address, and what is filled in (reference 6.1, 6.2). Pure functions. */
final class AddressRules {
    private static final int NO_BROADCAST_FROM = 31;
    private static final int DEFAULT_V6 = 64;

    private AddressRules() {}

    /** The complete record for what was asked. */
    static Ifaddr complete(Ifnet ifnet, AddressSpec spec) throws IfnetException {
        IpAddress address = scoped(ifnet, spec.address());
        if (address.isMulticast() || address.isUnspecified() || address.isV4() && address.v4() == -1) {
            throw invalid(address + " cannot be an address of an interface");
        }
        int length = spec.prefixLength() < 0 ? defaultLength(ifnet, address) : spec.prefixLength();
        if (length > address.bits()) {
            throw invalid("prefix length " + length + " of " + address);
        }
        IpAddress destination = destination(ifnet, address, length, spec.destination());
        return new Ifaddr(
                ifnet,
                address,
                new IpPrefix(address, length),
                destination,
                broadcast(ifnet, address, length, spec.broadcast()));
    }

    /** A link-local IPv6 address belongs to one interface and says so. */
    static IpAddress scoped(Ifnet ifnet, IpAddress address) throws IfnetException {
        boolean needsZone = !address.isV4() && address.isLinkLocal();
        if (!address.zone().isEmpty() && (!needsZone || !address.zone().equals(ifnet.name()))) {
            throw invalid(address + " does not belong to " + ifnet.name());
        }
        return needsZone ? address.withZone(ifnet.name()) : address;
    }

    private static int defaultLength(Ifnet ifnet, IpAddress address) {
        if (!address.isV4()) {
            return ifnet.type() == IfType.LOOP ? address.bits() : DEFAULT_V6;
        }
        int a = address.v4();
        return a >= 0 ? 8 : a >>> 30 == 2 ? 16 : 24;
    }

    private static @Nullable IpAddress destination(
            Ifnet ifnet, IpAddress address, int length, @Nullable IpAddress destination) throws IfnetException {
        if (destination == null) {
            return null;
        }
        if (!ifnet.has(IfFlags.POINTOPOINT)) {
            throw invalid(ifnet.name() + " is not point-to-point: destination " + destination);
        }
        if (destination.family() != address.family()) {
            throw invalid("destination " + destination + " of " + address);
        }
        if (destination.isUnspecified()) {
            throw new IfnetException(Errno.EDESTADDRREQ, "destination " + destination + " of " + address);
        }
        if (!address.isV4() && length != address.bits()) {
            throw invalid("prefix length " + length + " with destination " + destination + ": must be 128");
        }
        return scoped(ifnet, destination);
    }

    private static @Nullable IpAddress broadcast(
            Ifnet ifnet, IpAddress address, int length, @Nullable IpAddress broadcast) throws IfnetException {
        boolean possible = address.isV4() && ifnet.has(IfFlags.BROADCAST) && length < NO_BROADCAST_FROM;
        if (broadcast == null) {
            return possible ? IpAddress.v4(address.v4() | ~IpPrefix.mask32(length)) : null;
        }
        if (!possible || !broadcast.isV4()) {
            throw invalid(address + "/" + length + " on " + ifnet.name() + " cannot have broadcast " + broadcast);
        }
        return broadcast;
    }

    private static IfnetException invalid(String what) {
        return new IfnetException(Errno.EINVAL, what);
    }
}
