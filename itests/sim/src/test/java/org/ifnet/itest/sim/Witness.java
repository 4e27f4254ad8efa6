package org.ifnet.itest.sim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.ifnet.DriverState;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetListener;
import org.ifnet.LinkState;
import org.jspecify.annotations.Nullable;

/**
 * A listener that checks what it hears of each interface: Attached once and first, when the interface is complete and
 * found; sequence numbers that rise; Up and Down, quarantine and return in turn; each rename from the name that was
 * known; Detached once and last, when nothing of it is left.
 */
final class Witness implements IfnetListener {
    private final SimPlatform platform;
    private final Violations violations;
    private final SimDomain domain;
    private final Map<Ifnet, Known> known = new LinkedHashMap<>();

    /** What was heard of one interface. */
    private static final class Known {
        final String born;
        String name;
        long sequence;
        boolean up;
        LinkState link;
        /** Null while it is not known: a gate closes without the lock under which a late listener joins. */
        @Nullable
        Boolean quarantined;

        boolean detaching;
        boolean detached;

        /** It may have lived for long when the listener comes late. */
        Known(Ifnet ifnet) {
            born = ifnet.name();
            name = born;
            up = ifnet.has(IfFlags.UP);
            link = ifnet.linkState();
        }
    }

    /** @param domain a protocol that is there all the time */
    Witness(SimPlatform platform, SimDomain domain) {
        this.platform = platform;
        this.violations = platform.violations;
        this.domain = domain;
    }

    @Override
    public void event(IfnetEvent event) {
        Ifnet ifnet = event.ifnet();
        Known k = known.get(ifnet);
        if (event instanceof IfnetEvent.Attached) {
            violations.unless(k == null, "1.3: attached twice: " + ifnet);
            k = known.computeIfAbsent(ifnet, Known::new);
            attached(ifnet, k);
        }
        if (k == null) {
            violations.add("1.3: before it was attached: " + event);
            return;
        }
        violations.unless(!k.detached, "1.5: after it was detached: " + event);
        violations.unless(event.sequence() > k.sequence, "1.3: sequence does not rise: " + event);
        k.sequence = event.sequence();
        note(event, ifnet, k);
    }

    private void note(IfnetEvent event, Ifnet ifnet, Known k) {
        if (event instanceof IfnetEvent.Up) {
            violations.unless(!k.up, "1.7: up twice: " + ifnet);
            k.up = true;
        } else if (event instanceof IfnetEvent.Down) {
            violations.unless(k.up, "1.7: down twice: " + ifnet);
            k.up = false;
        } else if (event instanceof IfnetEvent.Renamed renamed) {
            violations.unless(renamed.oldName().equals(k.name), "1.10: renamed from " + renamed + ", was " + k.name);
            k.name = ifnet.name();
        } else if (event instanceof IfnetEvent.LinkChanged link) {
            violations.unless(link.state() != k.link, "1.15: link state repeated: " + ifnet + " " + k.link);
            k.link = link.state();
        } else if (event instanceof IfnetEvent.DriverChanged driver) {
            boolean now = driver.state() == DriverState.QUARANTINED;
            violations.unless(k.quarantined == null || now != k.quarantined, "driver state repeated: " + driver);
            k.quarantined = now;
        } else if (event instanceof IfnetEvent.Detaching) {
            violations.unless(!k.detaching, "1.5: detaching twice: " + ifnet);
            k.detaching = true;
        } else if (event instanceof IfnetEvent.Detached) {
            k.detached = true;
            detached(ifnet, k);
        }
    }

    private void attached(Ifnet ifnet, Known k) {
        violations.unless(ifnet.isAttached(), "1.3: announced and not attached: " + ifnet);
        violations.unless(platform.ifnets().byName(k.name) == ifnet, "1.3: announced and not found: " + ifnet);
        violations.unless(domain.isAttached(ifnet), "1.3: announced before its protocols: " + ifnet);
    }

    private void detached(Ifnet ifnet, Known k) {
        violations.unless(k.detaching, "1.5: detached without notice: " + ifnet);
        violations.unless(!k.up, "1.5: detached while up: " + ifnet);
        violations.unless(!ifnet.isAttached(), "1.5: detached and attached: " + ifnet);
        violations.unless(platform.ifnets().byHandle(ifnet.handle()) == null, "1.5: detached and found: " + ifnet);
        violations.unless(!domain.isAttached(ifnet), "1.5: detached with a protocol: " + ifnet);
        violations.unless(platform.route.ifaddrs().list(ifnet).isEmpty(), "1.5: detached with addresses: " + ifnet);
        for (int i = 0; i < ifnet.queue().count(); i++) {
            violations.unless(ifnet.queue().subqueue(i).length() == 0, "1.5: detached with packets: " + ifnet);
        }
    }

    /** The names that living interfaces had when they came. */
    Set<String> born() {
        return known.values().stream().filter(k -> !k.detached).map(k -> k.born).collect(Collectors.toSet());
    }

    /** Nothing happens now: what was heard is what is. */
    void checkQuiet() {
        Set<Ifnet> living = known.entrySet().stream()
                .filter(e -> !e.getValue().detached)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Set<Ifnet> there = Set.copyOf(platform.ifnets().list());
        violations.unless(living.equals(there), "1.3: heard of " + living + ", there are " + there);
        known.forEach((ifnet, k) -> {
            if (!k.detached) {
                violations.unless(k.name.equals(ifnet.name()), "1.10: heard " + k.name + ", is " + ifnet);
                violations.unless(k.up == ifnet.has(IfFlags.UP), "1.7: heard up " + k.up + ": " + ifnet);
                violations.unless(k.link == ifnet.linkState(), "1.15: heard link " + k.link + ": " + ifnet);
                violations.unless(
                        Boolean.TRUE.equals(k.quarantined) == (ifnet.driverState() == DriverState.QUARANTINED),
                        "heard quarantined " + k.quarantined + ": " + ifnet);
            }
        });
    }
}
