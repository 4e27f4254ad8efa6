package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Map;

import org.ifnet.DropReason;
import org.ifnet.Ifnet;
import org.ifnet.ifq.SubqueueStats;

/** The packets that an interface dropped, by reason; those that are zero are left out, as with netstat -s of old. */
final class DropTable {
    private DropTable() {}

    static void print(InterfaceFacts facts, PrintStream out) {
        out.println(facts.ifnet().name() + ":");
        print("received", facts.dropsReceived(), out);
        print("to send", facts.dropsToSend(), out);
    }

    private static void print(String which, Map<DropReason, Long> drops, PrintStream out) {
        drops.forEach((reason, n) ->
                out.println("\t" + n + (n == 1 ? " packet " : " packets ") + which + " dropped: " + reason.text()));
    }

    static Map<DropReason, Long> transmitDrops(Ifnet ifnet) {
        Map<DropReason, Long> sum = new EnumMap<>(DropReason.class);
        for (int i = 0; i < ifnet.queue().count(); i++) {
            SubqueueStats stats = ifnet.queue().subqueue(i).stats();
            stats.dropped().forEach((reason, n) -> {
                if (n != 0) {
                    sum.merge(reason, n, Long::sum);
                }
            });
        }
        return sum;
    }
}
