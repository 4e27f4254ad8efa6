package org.ifnet.altq.internal;

import org.ifnet.IfnetException;
import org.ifnet.ifq.DisciplineSettings;
import org.ifnet.ifq.SchedulerContext;

/**
 * Reads which {@link QueueLimit} a class is to have: {@code red} (from 10 % of its length, all from 30 % on), {@code ecn}
 * (implies it), {@code rio} with {@code cleardscp}, or none of them: by length alone.
 */
final class QueueLimits {
    private static final int INVERSE_CHANCE = 10;
    /** By precedence. */
    private static final int[] RIO_MIN = {35, 20, 5};

    private static final int[] RIO_MAX = {45, 30, 15};
    private static final String[] RIO_NAMES = {"low", "medium", "high"};
    private static final int MAX_THRESHOLD = 65_536;

    private QueueLimits() {}

    /** Of a class that may use the whole bandwidth of the interface. */
    static QueueLimit of(DisciplineSettings settings, SchedulerContext context, int length) throws IfnetException {
        return of(settings, context, length, context.bandwidth());
    }

    /**
     * @param length packets that the class takes
     * @param bandwidth bits a second with which it is sent, 0 when unknown
     */
    static QueueLimit of(DisciplineSettings settings, SchedulerContext context, int length, long bandwidth)
            throws IfnetException {
        boolean ecn = settings.flag("ecn");
        boolean red = settings.flag("red") | ecn;
        boolean rio = settings.flag("rio");
        boolean clear = settings.flag("cleardscp");
        if (red && rio) {
            throw settings.bad("rio", "and " + (ecn ? "ecn" : "red") + " exclude each other");
        }
        if (clear && !rio) {
            throw settings.bad("cleardscp", "needs rio");
        }
        RedPace pace = RedPace.of(context.maxFrame(), bandwidth);
        if (rio) {
            return new Rio(context, rioCurves(pace), length, clear);
        }
        if (red) {
            return new Red(
                    context, new RedCurve.Settings(length * 0.1, length * 0.3, INVERSE_CHANCE, pace), length, ecn);
        }
        return new DropTail(length);
    }

    private static RedCurve.Settings[] rioCurves(RedPace pace) {
        RedCurve.Settings[] curves = new RedCurve.Settings[Rio.PRECEDENCES];
        for (int i = 0; i < curves.length; i++) {
            curves[i] = new RedCurve.Settings(RIO_MIN[i], RIO_MAX[i], INVERSE_CHANCE, pace);
        }
        return curves;
    }

    /** One curve with the words {@code min} and {@code max}, {@code inv_p}, each behind {@code prefix}. */
    static RedCurve.Settings curve(DisciplineSettings settings, String prefix, int min, int max, RedPace pace)
            throws IfnetException {
        int from = settings.number(prefix + "min", 1, MAX_THRESHOLD, min);
        int to = settings.number(prefix + "max", 1, MAX_THRESHOLD, max);
        if (from >= to) {
            throw settings.bad(prefix + "min", "is " + from + ", not below " + prefix + "max " + to);
        }
        int inverse = settings.number("inv_p", 1, MAX_THRESHOLD, INVERSE_CHANCE);
        return new RedCurve.Settings(from, to, inverse, pace);
    }

    /** All curves of RIO, with {@code low_}, {@code medium_}, {@code high_} in front of their words. */
    static RedCurve.Settings[] curves(DisciplineSettings settings, RedPace pace) throws IfnetException {
        RedCurve.Settings[] curves = new RedCurve.Settings[Rio.PRECEDENCES];
        for (int i = 0; i < curves.length; i++) {
            curves[i] = curve(settings, RIO_NAMES[i] + "_", RIO_MIN[i], RIO_MAX[i], pace);
        }
        return curves;
    }
}
