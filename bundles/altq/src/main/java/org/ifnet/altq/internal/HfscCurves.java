package org.ifnet.altq.internal;

import java.util.Map;

import org.ifnet.IfnetException;
import org.ifnet.ifq.DisciplineSettings;
import org.jspecify.annotations.Nullable;

/**
 * The three service curves of a class; each may be missing.
 *
 * @param guarantee {@code realtime}
 * @param share {@code linkshare}; {@code bandwidth} is a straight one
 * @param upper {@code upperlimit}
 */
record HfscCurves(
        @Nullable ServiceCurve guarantee,
        @Nullable ServiceCurve share,
        @Nullable ServiceCurve upper) {
    private static final String REALTIME = "realtime";
    private static final String LINKSHARE = "linkshare";
    private static final String UPPERLIMIT = "upperlimit";
    private static final String BANDWIDTH = "bandwidth";
    private static final long LONGEST = 1000L * 1_000_000_000;

    /** @param line bits a second, of which percentages are; 0 when unknown */
    static HfscCurves read(DisciplineSettings settings, long line, String place, boolean isLeaf, boolean isRoot)
            throws IfnetException {
        ServiceCurve guarantee = curve(settings, REALTIME, line, place);
        ServiceCurve linkshare = curve(settings, LINKSHARE, line, place);
        ServiceCurve bandwidth = bandwidth(settings, line);
        ServiceCurve upper = curve(settings, UPPERLIMIT, line, place);
        if (guarantee != null && !isLeaf) {
            throw settings.bad(REALTIME, "is for packets, but the class has others below");
        }
        if (linkshare != null && bandwidth != null) {
            throw settings.bad(LINKSHARE, "and bandwidth exclude each other");
        }
        ServiceCurve share = linkshare != null ? linkshare : bandwidth;
        refuseStandstill(settings, LINKSHARE, linkshare);
        refuseStandstill(settings, UPPERLIMIT, upper);
        if (share == null && !isRoot && (guarantee == null || !isLeaf)) {
            throw settings.bad(
                    BANDWIDTH, isLeaf ? "must be given, or linkshare, or realtime" : "or linkshare must be given");
        }
        return new HfscCurves(guarantee, share, upper);
    }

    private static @Nullable ServiceCurve bandwidth(DisciplineSettings settings, long line) throws IfnetException {
        if (!settings.has(BANDWIDTH)) {
            return null;
        }
        long bits = settings.bandwidth(BANDWIDTH, line, 0);
        if (bits == 0) {
            throw settings.bad(BANDWIDTH, "is " + settings.text(BANDWIDTH, "") + ", too little to send anything");
        }
        return ServiceCurve.of(bits, 0, bits);
    }

    /** {@code M2} or {@code M1/D/M2}. */
    private static @Nullable ServiceCurve curve(DisciplineSettings settings, String word, long line, String place)
            throws IfnetException {
        if (!settings.has(word)) {
            return null;
        }
        String text = settings.text(word, "");
        String[] parts = text.split("/", -1);
        if (parts.length != 1 && parts.length != 3) {
            throw settings.bad(word, "is " + text + ", neither a bandwidth nor M1/D/M2");
        }
        long last = part(place, word, parts[parts.length - 1]).bandwidth(word, line, 0);
        if (parts.length == 1) {
            return ServiceCurve.of(last, 0, last);
        }
        long first = part(place, word, parts[0]).bandwidth(word, line, 0);
        return ServiceCurve.of(first, part(place, word, parts[1]).duration(word, 0, LONGEST, 0), last);
    }

    private static DisciplineSettings part(String place, String word, String value) {
        return new DisciplineSettings(place, Map.of(word, value));
    }

    private static void refuseStandstill(DisciplineSettings settings, String word, @Nullable ServiceCurve curve)
            throws IfnetException {
        if (curve != null && curve.m2() == 0) {
            throw settings.bad(word, "is " + settings.text(word, "") + ", which ends with nothing");
        }
    }
}
