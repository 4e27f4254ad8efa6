package org.ifnet.itest.sim;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.ifq.Subqueue;
import org.ifnet.ifq.SubqueueStats;

/** Looks at the tables while others change them, and checks what holds at every moment; more when nothing happens. */
final class Tables {
    private final SimPlatform platform;
    private final Violations violations;
    /** Every interface ever seen, with the handle it had. */
    private final Map<Ifnet, Integer> seen = new LinkedHashMap<>();

    Tables(SimPlatform platform) {
        this.platform = platform;
        this.violations = platform.violations;
    }

    /** What holds at every moment. Any thread of the simulation. */
    void look() {
        for (Ifnet ifnet : platform.ifnets().list()) {
            seen.put(ifnet, ifnet.handle());
            lookByName(ifnet);
        }
        new LinkedHashMap<>(seen).forEach((ifnet, handle) -> {
            Ifnet found = platform.ifnets().byHandle(handle);
            violations.unless(
                    found == null || found == ifnet, "1.6: the handle of " + ifnet + " reaches another interface");
            lookAtPackets(ifnet);
        });
    }

    /** The name it has finds it, at every moment, as long as it is attached. */
    private void lookByName(Ifnet ifnet) {
        String name = ifnet.name();
        Ifnet found = platform.ifnets().byName(name);
        boolean still = ifnet.isAttached() && ifnet.name().equals(name);
        violations.unless(found == ifnet || !still, "1.10: " + name + " is not found by its name, but " + found);
    }

    private void lookAtPackets(Ifnet ifnet) {
        for (int i = 0; i < ifnet.queue().count(); i++) {
            SubqueueStats s = ifnet.queue().subqueue(i).stats();
            violations.unless(
                    s.enqueued() == s.sent() + s.droppedTotal() + s.queued() && s.queued() >= 0 && s.sent() >= 0,
                    "1.18: packets of " + ifnet + " do not add up: " + s);
        }
    }

    /** Nothing happens now. */
    void checkQuiet() {
        look();
        List<Ifnet> all = platform.ifnets().list();
        Set<String> names = new HashSet<>();
        Set<Integer> indices = new HashSet<>();
        for (Ifnet ifnet : all) {
            violations.unless(names.add(ifnet.name()), "1.3: two interfaces have the name " + ifnet);
            violations.unless(indices.add(ifnet.index()), "1.3: two interfaces have the index of " + ifnet);
            violations.unless(platform.ifnets().byName(ifnet.name()) == ifnet, "1.3: not found by its name: " + ifnet);
            violations.unless(
                    platform.ifnets().byIndex(ifnet.index()) == ifnet, "1.6: not found by its index: " + ifnet);
            violations.unless(
                    platform.ifnets().byHandle(ifnet.handle()) == ifnet, "1.6: not found by its handle: " + ifnet);
            checkQueues(ifnet);
            checkFlags(ifnet);
        }
        new LinkedHashMap<>(seen).forEach((ifnet, handle) -> {
            if (!all.contains(ifnet)) {
                checkGone(ifnet, handle);
            }
        });
    }

    /** It was detached, and nothing of it is left. */
    private void checkGone(Ifnet ifnet, int handle) {
        violations.unless(
                platform.ifnets().byHandle(handle) == null, "1.6: the handle of " + ifnet + " still finds something");
        violations.unless(ifnet.groups().isEmpty(), "1.5: " + ifnet + " is gone and in " + ifnet.groups());
        violations.unless(
                platform.core.ifmaddrs().list(ifnet).isEmpty(), "1.5: " + ifnet + " is gone and has multicast groups");
    }

    /** A queue that could go on has gone on: nobody is left who would start it. */
    private void checkQueues(Ifnet ifnet) {
        for (int i = 0; i < ifnet.queue().count(); i++) {
            Subqueue q = ifnet.queue().subqueue(i);
            boolean ready = ifnet.has(IfFlags.RUNNING) && !q.isOactive() && q.length() != 0;
            violations.unless(!ready, "1.18: " + q.length() + " packets wait in " + ifnet + " and nobody starts it");
            boolean abandoned = ifnet.isUsable() && q.isOactive();
            violations.unless(
                    !abandoned, "1.18: queue " + i + " of " + ifnet + " is oactive for ever: " + ifnet.driverStatus());
        }
    }

    private void checkFlags(Ifnet ifnet) {
        boolean works = switch (ifnet.driverState()) {
            case BOUND -> ifnet.has(IfFlags.UP);
            default -> false;
        };
        boolean promisc = ifnet.promiscCount() > 0 || ifnet.has(IfFlags.PPROMISC);
        violations.unless(
                promisc == ifnet.has(IfFlags.PROMISC),
                "1.12: " + ifnet + " is wanted by " + ifnet.promiscCount() + " with " + IfFlags.names(ifnet.flags()));
        violations.unless(
                works == ifnet.has(IfFlags.RUNNING),
                "1.9: " + ifnet + " is " + ifnet.driverState() + " with " + IfFlags.names(ifnet.flags()));
    }
}
