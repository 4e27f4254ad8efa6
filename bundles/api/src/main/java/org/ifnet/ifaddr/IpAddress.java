package org.ifnet.ifaddr;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.ifnet.domain.AddressFamily;

/**
 * An IPv4 or IPv6 address as a value.
 *
 * @param family {@link AddressFamily#INET} or {@link AddressFamily#INET6}
 * @param hi the upper 8 bytes of an IPv6 address, 0 for IPv4
 * @param lo the lower 8 bytes, or the IPv4 address in the low 32 bits
 * @param zone the scope: an interface name for a scoped IPv6 address, else empty
 */
public record IpAddress(int family, long hi, long lo, String zone) implements Comparable<IpAddress> {
    public IpAddress {
        boolean v4 = family == AddressFamily.INET;
        if (!v4 && family != AddressFamily.INET6 || v4 && (hi != 0 || lo >>> 32 != 0 || !zone.isEmpty())) {
            throw new IllegalArgumentException("family " + family + " address " + hi + ":" + lo + "%" + zone);
        }
    }

    public static IpAddress v4(int address) {
        return new IpAddress(AddressFamily.INET, 0, address & 0xffffffffL, "");
    }

    public static IpAddress v6(long hi, long lo) {
        return new IpAddress(AddressFamily.INET6, hi, lo, "");
    }

    /**
     * A numeric address: dotted quad, or IPv6 with an optional scope behind {@code %} or {@code @}. Never asks a name
     * server. Throws IllegalArgumentException "bad address: x".
     */
    public static IpAddress parse(String text) {
        int scope = Math.max(text.indexOf('%'), text.indexOf('@'));
        String digits = scope < 0 ? text : text.substring(0, scope);
        if (digits.indexOf(':') < 0) {
            if (scope >= 0) {
                throw new IllegalArgumentException("bad address: " + text);
            }
            return v4(parseV4(digits, text));
        }
        if (!digits.matches("[0-9A-Fa-f:.]+") || scope == text.length() - 1) {
            throw new IllegalArgumentException("bad address: " + text);
        }
        byte[] b = bytesOf(digits, text);
        String zone = scope < 0 ? "" : text.substring(scope + 1);
        if (b.length == 4) {
            return new IpAddress(AddressFamily.INET6, 0, 0xffff_0000_0000L | word(b, 0, 4), zone);
        }
        return new IpAddress(AddressFamily.INET6, word(b, 0, 8), word(b, 8, 8), zone);
    }

    private static byte[] bytesOf(String digits, String text) {
        try {
            return InetAddress.getByName(digits).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("bad address: " + text, e);
        }
    }

    private static int parseV4(String digits, String text) {
        String[] parts = digits.split("\\.", -1);
        int value = 0;
        for (String part : parts) {
            if (parts.length != 4 || !part.matches("\\d{1,3}") || Integer.parseInt(part) > 255) {
                throw new IllegalArgumentException("bad address: " + text);
            }
            value = value << 8 | Integer.parseInt(part);
        }
        return value;
    }

    private static long word(byte[] b, int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = value << 8 | b[i] & 0xff;
        }
        return value;
    }

    public boolean isV4() {
        return family == AddressFamily.INET;
    }

    /** The IPv4 address as an int. */
    public int v4() {
        if (!isV4()) {
            throw new IllegalStateException(this + " is not IPv4");
        }
        return (int) lo;
    }

    /** 32 or 128. */
    public int bits() {
        return isV4() ? 32 : 128;
    }

    public boolean isUnspecified() {
        return hi == 0 && lo == 0;
    }

    public boolean isMulticast() {
        return isV4() ? lo >>> 28 == 0xe : hi >>> 56 == 0xff;
    }

    public boolean isLinkLocal() {
        return isV4() ? lo >>> 16 == 0xa9fe : hi >>> 54 == 0xfe80 >>> 6;
    }

    /** The same address with another scope. */
    public IpAddress withZone(String newZone) {
        return new IpAddress(family, hi, lo, newZone);
    }

    /** The 4 or 16 bytes in network order. */
    public byte[] toBytes() {
        byte[] b = new byte[bits() / 8];
        for (int i = 0; i < b.length; i++) {
            int fromEnd = b.length - 1 - i;
            b[i] = (byte) ((fromEnd >= 8 ? hi >>> (fromEnd - 8) * 8 : lo >>> fromEnd * 8));
        }
        return b;
    }

    /** Every bit counts: addresses of a network, and networks, differ in few. The zone does not. */
    @Override
    public int hashCode() {
        long mixed = (hi * 0xc2b2_ae3d_27d4_eb4fL ^ lo) * 0x9e37_79b9_7f4a_7c15L;
        return (int) (mixed >>> 32) ^ family;
    }

    @Override
    public int compareTo(IpAddress other) {
        int byFamily = Integer.compare(family, other.family);
        int byHi = byFamily != 0 ? byFamily : Long.compareUnsigned(hi, other.hi);
        int byLo = byHi != 0 ? byHi : Long.compareUnsigned(lo, other.lo);
        return byLo != 0 ? byLo : zone.compareTo(other.zone);
    }

    @Override
    public String toString() {
        if (isV4()) {
            return formatV4((int) lo);
        }
        return Ip6Text.format(hi, lo) + (zone.isEmpty() ? "" : "%" + zone);
    }

    /** The dotted quad of an IPv4 address. */
    public static String formatV4(int a) {
        return (a >>> 24) + "." + (a >>> 16 & 255) + "." + (a >>> 8 & 255) + "." + (a & 255);
    }
}
