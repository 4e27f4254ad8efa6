package org.ifnet.wire;

import org.jspecify.annotations.Nullable;

/**
 * A 48-bit link-level address as a value; on the packet path its {@link #bits} travel as a plain long.
 *
 * @param bits the address in the low 48 bits, first byte on the wire in the highest of them
 */
public record MacAddress(long bits) {
    /** Bytes on the wire. */
    public static final int LENGTH = 6;

    public static final long BROADCAST_BITS = 0xffff_ffff_ffffL;
    public static final MacAddress BROADCAST = new MacAddress(BROADCAST_BITS);
    private static final long GROUP_BIT = 0x0100_0000_0000L;
    private static final long LOCAL_BIT = 0x0200_0000_0000L;

    public MacAddress {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException("more than 48 bits: 0x" + Long.toHexString(bits));
        }
    }

    /** The address written as six hex bytes with colons or dashes. Throws IllegalArgumentException with the text. */
    public static MacAddress parse(String text) {
        String[] parts = text.split("[:-]", -1);
        long bits = 0;
        for (String part : parts) {
            if (parts.length != 6 || !part.matches("[0-9A-Fa-f]{1,2}")) {
                throw new IllegalArgumentException("not a link-level address: " + text);
            }
            bits = bits << 8 | Integer.parseInt(part, 16);
        }
        return new MacAddress(bits);
    }

    /** Whether the address names a group: the lowest bit of the first byte. */
    public static boolean isGroup(long bits) {
        return (bits & GROUP_BIT) != 0;
    }

    /** A unicast address that nobody assigned (locally administered), made from 46 bits of {@code random}. */
    public static MacAddress local(long random) {
        return new MacAddress(random & BROADCAST_BITS & ~GROUP_BIT | LOCAL_BIT);
    }

    public boolean isGroup() {
        return isGroup(bits);
    }

    /** Whether an interface may have it: not a group and not all zero. */
    public boolean isUnicast() {
        return !isGroup() && bits != 0;
    }

    /** {@code aa:bb:cc:dd:ee:ff} of the low 48 bits. */
    public static String format(long bits) {
        StringBuilder s = new StringBuilder(17);
        for (int shift = 40; shift >= 0; shift -= 8) {
            int b = (int) (bits >>> shift) & 0xff;
            s.append(Character.forDigit(b >>> 4, 16)).append(Character.forDigit(b & 15, 16));
            if (shift > 0) {
                s.append(':');
            }
        }
        return s.toString();
    }

    /** The text of a possibly absent address; the empty string for none. */
    public static String format(@Nullable MacAddress address) {
        return address == null ? "" : address.toString();
    }

    @Override
    public String toString() {
        return format(bits);
    }
}
