package org.ifnet.wire;

import org.ifnet.mbuf.Mbuf;
import org.jspecify.annotations.Nullable;

/** The internet checksum (RFC 1071, incremental update RFC 1624). */
public final class Checksum {
    private Checksum() {}

    /** The one's complement sum of {@code count} bytes at {@code at} of one frame, added to {@code sum}, not folded. */
    public static long add(long sum, Mbuf m, int at, int count) {
        long s = sum;
        int i = at;
        int end = at + count;
        for (; i + 4 <= end; i += 4) {
            s += m.get32(i) & 0xffffffffL;
        }
        if (i + 2 <= end) {
            s += m.get16(i);
            i += 2;
        }
        if (i < end) {
            s += (long) m.get8(i) << 8;
        }
        return s;
    }

    /** The checksum of {@code count} bytes of one frame: 0 when the range holds a correct checksum already. */
    public static int of(Mbuf m, int at, int count) {
        return ~fold(add(0, m, at, count)) & 0xffff;
    }

    /** The checksum from byte {@code at} of the first frame to the end of the chain. */
    public static int ofChain(Mbuf first, int at) {
        long sum = 0;
        boolean odd = false;
        int from = at;
        for (@Nullable Mbuf m = first; m != null; m = m.next()) {
            int count = m.length() - from;
            int part = fold(add(0, m, from, count));
            sum += odd ? (part & 0xff) << 8 | part >>> 8 : part;
            odd ^= (count & 1) != 0;
            from = 0;
        }
        return ~fold(sum) & 0xffff;
    }

    /** Folds a sum of 16- and 32-bit words into 16 bits. */
    public static int fold(long sum) {
        long s = (sum & 0xffffffffL) + (sum >>> 32);
        s = (s & 0xffff) + (s >>> 16);
        s = (s & 0xffff) + (s >>> 16);
        s = (s & 0xffff) + (s >>> 16);
        return (int) s;
    }

    /** The checksum after one 16-bit word under it changed from {@code was} to {@code is}. */
    public static int update(int checksum, int was, int is) {
        return ~fold((long) (~checksum & 0xffff) + (~was & 0xffff) + is) & 0xffff;
    }
}
