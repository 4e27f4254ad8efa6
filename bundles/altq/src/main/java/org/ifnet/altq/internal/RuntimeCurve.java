package org.ifnet.altq.internal;

/**
 * A {@link ServiceCurve} that begins somewhere in time and in what was had already: which total belongs to which time. When
 * a class begins again, it has the lower of what was left to it and of the curve begun anew; that this is again a curve of
 * two parts is what makes HFSC cheap (Stoica, Zhang, Ng: A Hierarchical Fair Service Curve Algorithm, SIGCOMM 1997).
 */
final class RuntimeCurve {
    private final ServiceCurve curve;
    private double x;
    private double y;
    /** How long the first part is; no longer than that of the curve. */
    private double dx;

    private boolean begun;

    RuntimeCurve(ServiceCurve curve) {
        this.curve = curve;
    }

    /** Begins at that time with that total behind it; keeps what is left of before when that is less. */
    void begin(double time, double total) {
        if (!begun) {
            begun = true;
            place(time, total, curve.d());
            return;
        }
        double gap = total(time) - total;
        if (gap < 0) {
            return;
        }
        place(time, total, curve.isConvex() ? curve.d() : shortened(time, gap));
    }

    /** The steeper part ends where it meets the old curve: parallel before that one's knee, closing in behind it. */
    private double shortened(double time, double gap) {
        double parallel = Math.max(x + dx - time, 0);
        return Math.min(parallel + gap / (curve.m1() - curve.m2()), curve.d());
    }

    /** Begins in the midst of things: only the second part counts. */
    void resume(double time, double total) {
        begun = true;
        place(time, total, 0);
    }

    private void place(double time, double total, double first) {
        x = time;
        y = total;
        dx = first;
    }

    /** The total that belongs to the time. */
    double total(double time) {
        double since = time - x;
        if (since <= dx) {
            return y + Math.max(since, 0) * curve.m1();
        }
        return y + dx * curve.m1() + (since - dx) * curve.m2();
    }

    /** When that total is reached; infinite when never. */
    double time(double total) {
        double more = total - y;
        double first = dx * curve.m1();
        if (more <= first) {
            // a part of no slope has given its nothing from the start
            return more <= 0 || first == 0 ? x + Math.min(more, 0) / slope() : x + more / curve.m1();
        }
        return curve.m2() > 0 ? x + dx + (more - first) / curve.m2() : Double.POSITIVE_INFINITY;
    }

    private double slope() {
        return curve.m2() > 0 ? curve.m2() : curve.m1();
    }

    /** The same from the time on for which it is too late: when the second part alone reaches the total. */
    double timeOfSecond(double total) {
        return curve.m2() > 0 ? x + (total - y) / curve.m2() : time(total);
    }

    /** All of it so much later. */
    void delay(double nanos) {
        x += nanos;
    }

    /** Totals are counted from there on. */
    void rebase(double total) {
        y -= total;
    }

    ServiceCurve curve() {
        return curve;
    }
}
