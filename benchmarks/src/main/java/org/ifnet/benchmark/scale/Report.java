package org.ifnet.benchmark.scale;

import java.util.Locale;

/** Prints lines of numbers beside what they must be, and remembers whether any was not. */
final class Report {
    private boolean failed;

    void title(String text) {
        System.out.println();
        System.out.println(text);
    }

    void line(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    /** A ratio that must be reached, and one to aim at. */
    void atLeast(String what, double ours, double kernels, double must, double aim) {
        double ratio = ours / kernels;
        line(
                "  %-34s %10.0f /s  kernel %8.0f /s  %7.1f times   must %5.0f: %-3s  aim %5.0f: %s",
                what, ours, kernels, ratio, must, verdict(ratio >= must), aim, ratio >= aim ? "yes" : "no");
    }

    void atMost(String what, double[] few, double[] many, double[] all, double most) {
        double ratio = many[Costs.P99] / few[Costs.P99];
        line(
                "  %-32s %8.0f %8.0f   %8.0f %8.0f   %5.2f %5.2f   must %.1f: %-3s   %8.0f %8.0f",
                what,
                few[Costs.P50],
                few[Costs.P99],
                many[Costs.P50],
                many[Costs.P99],
                many[Costs.P50] / few[Costs.P50],
                ratio,
                most,
                verdict(ratio <= most),
                all[Costs.P50],
                all[Costs.P99]);
    }

    private String verdict(boolean good) {
        failed |= !good;
        return good ? "yes" : "NO";
    }

    /** Something that had to be was not. */
    boolean isFailed() {
        return failed;
    }
}
