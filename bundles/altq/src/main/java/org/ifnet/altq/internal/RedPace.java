package org.ifnet.altq.internal;

/**
 * How fast an average of queue lengths follows: the slower the line, the fewer packets there are to learn from, the more each
 * of them counts.
 *
 * @param packetTime nanoseconds that a packet takes on the line, at least 1
 * @param weight of one packet in the average
 */
record RedPace(long packetTime, double weight) {
    private static final long SECOND = 1_000_000_000L;
    /** Of a packet of 1000 bytes at 10 Mbit/s, for want of better knowledge. */
    private static final long UNKNOWN = 800_000;

    /** Of frames of so many bytes on a line of so many bits a second, 0 when that is not known. */
    static RedPace of(int frame, long bandwidth) {
        if (bandwidth <= 0) {
            return of(UNKNOWN);
        }
        return of(Math.max(1, (long) (frame * 8.0 * SECOND / bandwidth)));
    }

    private static RedPace of(long packetTime) {
        long packets = SECOND / packetTime;
        int divisor = packets < 50 ? 64 : packets < 300 ? 128 : 512;
        return new RedPace(packetTime, 1.0 / divisor);
    }
}
