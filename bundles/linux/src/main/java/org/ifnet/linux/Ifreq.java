package org.ifnet.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * {@code struct ifreq}: a device's name and one value, and the requests that take it (netdevice(7)).
 *
 * <pre>
 *   0           16                             40
 *   | name, 0   | flags (short)                |    SIOCGIFFLAGS, TUNSETIFF
 *   |           | mtu (int)                    |    SIOCGIFMTU
 *   |           | family, port, IPv4 address … |    SIOCSIFADDR, SIOCSIFNETMASK
 *   |           | type, 6 bytes of address …   |    SIOCGIFHWADDR
 * </pre>
 */
public final class Ifreq {
    /** Bytes of a device's name with the zero behind it. */
    public static final int NAME_SIZE = 16;

    public static final int SIZE = 40;

    public static final int SIOCGIFFLAGS = 0x8913;
    public static final int SIOCSIFFLAGS = 0x8914;
    public static final int SIOCSIFADDR = 0x8916;
    public static final int SIOCSIFNETMASK = 0x891c;
    public static final int SIOCGIFMTU = 0x8921;
    public static final int SIOCSIFMTU = 0x8922;
    public static final int SIOCGIFHWADDR = 0x8927;

    public static final int IFF_UP = 0x1;
    /** Up and with carrier. */
    public static final int IFF_RUNNING = 0x40;

    public static final int ARPHRD_ETHER = 1;

    private static final int VALUE = 16;
    private static final int ADDRESS = VALUE + 4;
    private static final int LLADDR = VALUE + 2;

    private Ifreq() {}

    /** Zeroed but for the name, which must be {@link #isName}. Allocates. */
    public static ByteBuffer of(String device) {
        byte[] name = device.getBytes(StandardCharsets.UTF_8);
        if (!isName(device)) {
            throw new IllegalArgumentException("not a name of a device: " + device);
        }
        return Linux.struct(SIZE).put(0, name);
    }

    /** Whether Linux takes it as the name of a device: 1 to 15 bytes, no slash, colon or blank. */
    public static boolean isName(String device) {
        int bytes = device.getBytes(StandardCharsets.UTF_8).length;
        return bytes > 0
                && bytes < NAME_SIZE
                && !device.equals(".")
                && !device.equals("..")
                && device.chars()
                        .noneMatch(c -> c == '/' || c == ':' || c == '%' || c == 0 || Character.isWhitespace(c));
    }

    /** The name that the kernel put there. */
    public static String name(ByteBuffer ifreq) {
        StringBuilder name = new StringBuilder(NAME_SIZE);
        for (int i = 0; i < NAME_SIZE && ifreq.get(i) != 0; i++) {
            name.append((char) (ifreq.get(i) & 0xff));
        }
        return name.toString();
    }

    public static int flags(ByteBuffer ifreq) {
        return ifreq.getShort(VALUE) & 0xffff;
    }

    public static ByteBuffer flags(ByteBuffer ifreq, int flags) {
        return ifreq.putShort(VALUE, (short) flags);
    }

    public static int mtu(ByteBuffer ifreq) {
        return ifreq.getInt(VALUE);
    }

    public static ByteBuffer mtu(ByteBuffer ifreq, int mtu) {
        return ifreq.putInt(VALUE, mtu);
    }

    /** An IPv4 address with its first byte in the highest bits. */
    public static ByteBuffer inet(ByteBuffer ifreq, int address) {
        ifreq.putShort(VALUE, (short) Sockets.AF_INET);
        return ifreq.order(ByteOrder.BIG_ENDIAN).putInt(ADDRESS, address).order(ByteOrder.nativeOrder());
    }

    /** The hardware type, {@link #ARPHRD_ETHER}. */
    public static int hardwareType(ByteBuffer ifreq) {
        return ifreq.getShort(VALUE) & 0xffff;
    }

    /** The 48 bits of an Ethernet address, first byte in the highest. */
    public static long lladdr(ByteBuffer ifreq) {
        long bits = 0;
        for (int i = 0; i < 6; i++) {
            bits = bits << 8 | ifreq.get(LLADDR + i) & 0xff;
        }
        return bits;
    }
}
