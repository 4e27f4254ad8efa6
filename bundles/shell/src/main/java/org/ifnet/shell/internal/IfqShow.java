package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.ifnet.DropReason;
import org.ifnet.Ifnet;
import org.ifnet.ifq.ClassStats;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.DisciplineSpec.ClassSpec;
import org.ifnet.ifq.DisciplineSpec.FilterSpec;
import org.ifnet.ifq.Ifq;
import org.ifnet.ifq.Regulator;
import org.ifnet.ifq.Subqueue;
import org.ifnet.ifq.SubqueueStats;

/** The transmit queue of an interface as text. */
final class IfqShow {
    private static final long KILO = 1000;

    private final boolean verbose;

    /** @param verbose with how often drivers were started */
    IfqShow(boolean verbose) {
        this.verbose = verbose;
    }

    void print(Ifnet ifnet, PrintStream out) {
        Ifq q = ifnet.queue();
        out.println(ifnet.name() + ": " + q.count()
                + (q.count() == 1
                        ? " subqueue"
                        : " subqueues by " + q.map().name().toLowerCase(Locale.ROOT)) + ", limit " + q.maxLength()
                + " packets "
                + q.maxBytes() + " bytes");
        discipline(q, out);
        subqueues(q, out);
        classes(q, out);
        drops(q, out);
    }

    private void discipline(Ifq q, PrintStream out) {
        Regulator r = q.regulator();
        if (r != null) {
            out.println("\ttbr " + bits(r.bandwidth()) + " " + r.depth() + " bytes");
        }
        DisciplineSpec spec = q.discipline();
        if (spec == null) {
            return;
        }
        out.println("\taltq " + line(spec.discipline(), spec.settings()) + " (" + state(q) + ")");
        for (ClassSpec c : spec.classes()) {
            String parent = c.parent().isEmpty() ? "" : " parent " + c.parent();
            out.println("\tqueue " + line(c.name() + parent, c.settings()));
        }
        for (FilterSpec f : spec.filters()) {
            out.println("\tmatch " + f.match() + " " + f.value() + " queue " + f.className());
        }
    }

    static String state(Ifq q) {
        return q.isDisciplineActive() ? "enabled" : q.isDisciplineEnabled() ? "waits for its bundle" : "disabled";
    }

    private static String line(String name, Map<String, String> settings) {
        return (name + " " + QueueWords.text(settings)).trim();
    }

    /** Bits a second with the largest unit that leaves no rest. */
    static String bits(long bandwidth) {
        String[] units = {"b", "Kb", "Mb", "Gb"};
        long value = bandwidth;
        int unit = 0;
        while (unit < units.length - 1 && value != 0 && value % KILO == 0) {
            value /= KILO;
            unit++;
        }
        return value + units[unit];
    }

    private void subqueues(Ifq q, PrintStream out) {
        out.println(String.format(
                        "%8s %4s %8s %10s %12s %12s %10s",
                        "subqueue", "cpu", "queued", "bytes", "enqueued", "sent", "dropped")
                + (verbose
                        ? String.format(
                                " %10s %10s %10s %9s %7s %6s",
                                "starts", "scheduled", "avoided", "contended", "chased", "stages")
                        : ""));
        for (int i = 0; i < q.count(); i++) {
            Subqueue sub = q.subqueue(i);
            SubqueueStats s = sub.stats();
            out.println(String.format(
                            "%8d %4d %8d %10d %12d %12d %10d",
                            i, q.owner(i), s.queued(), s.queuedBytes(), s.enqueued(), s.sent(), s.droppedTotal())
                    + (verbose
                            ? String.format(
                                    " %10d %10d %10d %9d %7d %6d",
                                    s.starts(), s.scheduled(), s.avoided(), s.contended(), s.chased(), s.stages())
                            : "")
                    + (sub.isOactive() ? " oactive" : ""));
        }
    }

    private static void classes(Ifq q, PrintStream out) {
        List<ClassStats> all = q.classes();
        if (all.size() < 2) {
            return;
        }
        out.println(String.format(
                "%-13s %8s %10s %12s %12s %10s", "queue", "queued", "bytes", "enqueued", "sent", "dropped"));
        for (ClassStats c : all) {
            out.println(String.format(
                    "%-13s %8d %10d %12d %12d %10d",
                    c.name().isEmpty() ? "-" : c.name(),
                    c.queued(),
                    c.queuedBytes(),
                    c.enqueued(),
                    c.sent(),
                    c.droppedTotal()));
        }
    }

    private static void drops(Ifq q, PrintStream out) {
        Map<DropReason, long[]> sum = new EnumMap<>(DropReason.class);
        for (int i = 0; i < q.count(); i++) {
            SubqueueStats s = q.subqueue(i).stats();
            s.dropped().forEach((reason, n) -> {
                long[] both = sum.computeIfAbsent(reason, r -> new long[2]);
                both[0] += n;
                both[1] += s.droppedBytes().getOrDefault(reason, 0L);
            });
        }
        sum.forEach((reason, n) -> out.println("\t" + n[0] + (n[0] == 1 ? " packet" : " packets") + " (" + n[1]
                + " bytes) dropped: " + reason.text()));
    }
}
