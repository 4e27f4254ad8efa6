package org.ifnet.ifq;

/**
 * A token bucket in front of the driver (reference 3.3): tokens flow in at {@code bandwidth} up to {@code depth}, a packet goes
 * while there are any and takes as many as it has bytes, so that one packet may overdraw.
 *
 * @param bandwidth bits a second, 1 or more
 * @param depth bytes, 1 to 2^30
 */
public record Regulator(long bandwidth, long depth) {
    public static final long MAX_DEPTH = 1L << 30;
}
