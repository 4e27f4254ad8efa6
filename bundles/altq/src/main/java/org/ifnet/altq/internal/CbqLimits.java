package org.ifnet.altq.internal;

/**
 * How far from its bandwidth a class may stray, from how many packets it may send in a burst after it was idle.
 *
 * @param maxIdle nanoseconds, at most, of the idle estimator
 * @param minIdle the least: what a class that borrowed is punished for
 * @param pace the rate itself
 */
record CbqLimits(double maxIdle, double minIdle, Pace pace) {
    /**
     * @param bandwidth bits a second of the class
     * @param line bits a second of the line
     * @param burst packets
     */
    static CbqLimits of(long bandwidth, long line, int burst, int maxFrame) {
        double due = maxFrame * 8e9 / bandwidth;
        double onLine = maxFrame * 8e9 / line;
        double aheadByPacket = Math.max(due - onLine, 0);
        // a packet takes aheadByPacket off the estimate, of which 1/32 is lost besides: after so many it is 0
        double maxIdle = 32 * aheadByPacket * (Math.pow(32 / 31.0, burst) - 1);
        double credit = Math.max(burst * aheadByPacket, due);
        return new CbqLimits(maxIdle, -due, new Pace(bandwidth, credit, due));
    }
}
