package org.ifnet.ifaddr;

import org.jspecify.annotations.Nullable;

/**
 * What to assign to an interface.
 *
 * @param address the interface's own address, with host bits
 * @param prefixLength bits of the network; -1 for the family's default (classful for IPv4, 64 for IPv6)
 * @param destination the far end of a point-to-point interface, else null
 * @param broadcast the IPv4 broadcast address; null for the default
 */
public record AddressSpec(
        IpAddress address,
        int prefixLength,
        @Nullable IpAddress destination,
        @Nullable IpAddress broadcast) {
    public static AddressSpec of(IpAddress address, int prefixLength) {
        return new AddressSpec(address, prefixLength, null, null);
    }

    /** {@code 192.0.2.1/24}; without a length the default. */
    public static AddressSpec parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return of(IpAddress.parse(text), -1);
        }
        IpAddress address = IpAddress.parse(text.substring(0, slash));
        return of(address, new IpPrefix(address, prefixLength(text, slash, address)).length());
    }

    private static int prefixLength(String text, int slash, IpAddress address) {
        String digits = text.substring(slash + 1);
        if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) > address.bits()) {
            throw new IllegalArgumentException("bad prefix length: " + text);
        }
        return Integer.parseInt(digits);
    }
}
