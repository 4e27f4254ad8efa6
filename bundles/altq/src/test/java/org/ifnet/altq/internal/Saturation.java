package org.ifnet.altq.internal;

import java.util.Arrays;

import org.ifnet.IfnetException;
import org.ifnet.ifq.Discipline;
import org.ifnet.ifq.DisciplineSpec;

/** A line whose first classes always have something to send, and what each of them got. */
final class Saturation {
    private final Link link;
    private final long[] bytes;
    private long nanos;

    /** Classes 0 to {@code classes} - 1, spread over the lanes; the line has settled. */
    Saturation(Link link, int classes, int lanes, int size) {
        this.link = link;
        bytes = new long[classes];
        for (int cls = 0; cls < classes; cls++) {
            link.saturate(cls % lanes, cls, size, 4);
        }
        link.run(Link.SECOND);
    }

    Saturation run(int seconds) {
        clear();
        count(seconds * Link.SECOND);
        return this;
    }

    Saturation exchange(int times, long every, Discipline discipline, DisciplineSpec spec) throws IfnetException {
        clear();
        for (int i = 0; i < times; i++) {
            link.exchange(discipline, spec);
            count(every);
        }
        return this;
    }

    private void clear() {
        Arrays.fill(bytes, 0);
        nanos = 0;
    }

    private void count(long time) {
        link.run(time);
        nanos += time;
        for (int cls = 0; cls < bytes.length; cls++) {
            bytes[cls] += link.bytes(cls);
        }
    }

    /** Whether in the last {@link #run} or {@link #exchange} each class had that part of the line, to within 1 % of it. */
    boolean isWithin(long line, double... parts) {
        boolean all = true;
        for (int cls = 0; cls < bytes.length; cls++) {
            double part = bytes[cls] * 8.0 * Link.SECOND / nanos / line;
            all &= Math.abs(part - parts[cls]) <= parts[cls] * 0.01;
        }
        return all;
    }

    @Override
    public String toString() {
        return Arrays.toString(bytes) + " bytes in " + nanos + " ns";
    }

    void close() {
        link.silence();
        link.close();
    }
}
