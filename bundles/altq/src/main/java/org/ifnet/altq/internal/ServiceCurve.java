package org.ifnet.altq.internal;

/**
 * How much a class may have a time after it began: {@code m1} for the first {@code d}, from then on {@code m2}.
 *
 * @param m1 bytes a nanosecond
 * @param d nanoseconds
 * @param m2 bytes a nanosecond
 */
record ServiceCurve(double m1, double d, double m2) {
    private static final double BITS_A_SECOND = 8e9;

    /** @param m1 and {@code m2}: bits a second */
    static ServiceCurve of(long m1, long d, long m2) {
        return new ServiceCurve(m1 / BITS_A_SECOND, d, m2 / BITS_A_SECOND);
    }

    /** The slower part comes first: what it may have is delayed, not brought forward. */
    boolean isConvex() {
        return m1 <= m2;
    }

    /** Bytes after so many nanoseconds. */
    double at(double nanos) {
        return nanos <= d ? m1 * nanos : m1 * d + m2 * (nanos - d);
    }
}
