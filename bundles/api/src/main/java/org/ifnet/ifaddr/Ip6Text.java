package org.ifnet.ifaddr;

/** The canonical text of an IPv6 address (RFC 5952). */
final class Ip6Text {
    private Ip6Text() {}

    static String format(long hi, long lo) {
        int[] words = new int[8];
        for (int i = 0; i < 4; i++) {
            words[i] = (int) (hi >>> 48 - 16 * i) & 0xffff;
            words[i + 4] = (int) (lo >>> 48 - 16 * i) & 0xffff;
        }
        int[] run = longestZeroRun(words);
        StringBuilder s = new StringBuilder(39);
        for (int i = 0; i < 8; i++) {
            if (i == run[0]) {
                s.append("::");
                i += run[1] - 1;
                continue;
            }
            if (s.length() > 0 && s.charAt(s.length() - 1) != ':') {
                s.append(':');
            }
            s.append(Integer.toHexString(words[i]));
        }
        return s.toString();
    }

    private static int[] longestZeroRun(int[] words) {
        int bestAt = -1;
        int best = 1;
        for (int i = 0; i < 8; i++) {
            int n = 0;
            while (i + n < 8 && words[i + n] == 0) {
                n++;
            }
            if (n > best) {
                best = n;
                bestAt = i;
            }
            i += Math.max(0, n - 1);
        }
        return new int[] {bestAt, best};
    }
}
