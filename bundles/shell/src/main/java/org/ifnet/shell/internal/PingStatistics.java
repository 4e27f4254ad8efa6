package org.ifnet.shell.internal;

import java.util.Locale;

/** What a ping counts and measures. One thread at a time. */
final class PingStatistics {
    private long transmitted;
    private long received;
    private long duplicates;
    private long shortest = Long.MAX_VALUE;
    private long longest;
    private double sum;
    private double sumOfSquares;

    void sent() {
        transmitted++;
    }

    void duplicate() {
        duplicates++;
    }

    /** @param nanos round-trip time */
    void reply(long nanos) {
        received++;
        shortest = Math.min(shortest, nanos);
        longest = Math.max(longest, nanos);
        sum += nanos;
        sumOfSquares += (double) nanos * nanos;
    }

    long transmitted() {
        return transmitted;
    }

    long received() {
        return received;
    }

    long lost() {
        return transmitted - received;
    }

    /** The block at the end, with a leading empty line. */
    String text(String destination) {
        StringBuilder s = new StringBuilder();
        s.append("\n--- ").append(destination).append(" ping statistics ---\n");
        s.append(transmitted).append(" packets transmitted, ").append(received).append(" packets received, ");
        if (duplicates != 0) {
            s.append('+').append(duplicates).append(" duplicates, ");
        }
        double loss = transmitted == 0 ? 0 : 100.0 * lost() / transmitted;
        s.append(String.format(Locale.ROOT, "%.1f%% packet loss%n", loss));
        if (received != 0) {
            double average = sum / received;
            double deviation = Math.sqrt(Math.max(0, sumOfSquares / received - average * average));
            s.append("round-trip min/avg/max/stddev = ")
                    .append(milliseconds(shortest))
                    .append('/')
                    .append(milliseconds(average))
                    .append('/')
                    .append(milliseconds(longest))
                    .append('/')
                    .append(milliseconds(deviation))
                    .append(" ms\n");
        }
        return s.toString();
    }

    static String milliseconds(double nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
    }
}
