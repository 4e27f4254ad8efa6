package org.ifnet.ifaddr;

/**
 * A network: an address with nothing set behind its length.
 *
 * @param length 0 to 32 or 128
 */
public record IpPrefix(IpAddress address, int length) implements Comparable<IpPrefix> {
    public IpPrefix {
        if (length < 0 || length > address.bits()) {
            throw new IllegalArgumentException("prefix length " + length + " of " + address);
        }
        address = mask(address, length);
    }

    /** {@code 10.0.0.0/8}, {@code fe80::/64}; without a length a host. */
    public static IpPrefix parse(String text) {
        int slash = text.indexOf('/');
        IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (slash < 0) {
            return new IpPrefix(address, address.bits());
        }
        String digits = text.substring(slash + 1);
        if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) > address.bits()) {
            throw new IllegalArgumentException("bad prefix length: " + text);
        }
        return new IpPrefix(address, Integer.parseInt(digits));
    }

    /** The address with all bits behind {@code length} cleared. */
    public static IpAddress mask(IpAddress a, int length) {
        if (a.isV4()) {
            return IpAddress.v4(a.v4() & mask32(length));
        }
        return new IpAddress(a.family(), a.hi() & mask64(length), a.lo() & mask64(length - 64), a.zone());
    }

    /** The IPv4 netmask of a length, 0 to 32. */
    public static int mask32(int length) {
        return length <= 0 ? 0 : -1 << 32 - length;
    }

    private static long mask64(int length) {
        return length <= 0 ? 0 : length >= 64 ? -1L : -1L << 64 - length;
    }

    public boolean contains(IpAddress a) {
        return a.family() == address.family() && mask(a, length).withZone("").equals(address.withZone(""));
    }

    public boolean isHost() {
        return length == address.bits();
    }

    public boolean isDefault() {
        return length == 0;
    }

    /** Every bit counts: networks differ in their upper bits only. */
    @Override
    public int hashCode() {
        return address.hashCode() + length;
    }

    @Override
    public int compareTo(IpPrefix other) {
        int byAddress = address.compareTo(other.address);
        return byAddress != 0 ? byAddress : Integer.compare(length, other.length);
    }

    @Override
    public String toString() {
        return isDefault() ? "default" : isHost() ? address.toString() : address + "/" + length;
    }
}
