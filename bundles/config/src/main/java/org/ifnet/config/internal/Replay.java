package org.ifnet.config.internal;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.ifnet.DriverState;
import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.IfnetGroups;
import org.ifnet.Ifnets;
import org.ifnet.cloner.Cloners;
import org.ifnet.control.Credential;
import org.ifnet.control.IfnetControl;
import org.ifnet.control.Sysctls;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.route.Route;
import org.ifnet.route.RouteSpec;
import org.ifnet.route.Routes;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * Asks for what is wanted and not there. Whom there is to ask may be missing: then there is nothing to do, and the work
 * is due again when it comes. One failure does not keep the rest from being asked for. On the worker.
 */
final class Replay {
    private static final Credential SELF = Credential.full(WantedRecords.SELF);

    private final WantedRecords records;
    private final Engines engines;

    Replay(WantedRecords records, Engines engines) {
        this.records = records;
        this.engines = engines;
    }

    /** One thing that is asked for. */
    private interface Ask {
        void run() throws IfnetException;
    }

    void clones(Failures failures) {
        Cloners cloners = engines.cloners;
        if (cloners == null) {
            return;
        }
        List<String> known = cloners.list();
        for (WantedRecords.WantedClone clone : records.clones()) {
            if (known.contains(clone.name().replaceAll("[0-9]+$", ""))) {
                failures.attempt(clone.name(), () -> create(cloners, clone));
            } else {
                failures.missing(clone.name(), "no cloner for it");
            }
        }
    }

    private void create(Cloners cloners, WantedRecords.WantedClone clone) throws IfnetException {
        unlessThere(() -> {
            String made = cloners.create(SELF, clone.name(), clone.params());
            if (!records.clones().contains(clone)) {
                // Somebody destroyed it between our look and our asking.
                cloners.destroy(SELF, made);
            }
        });
    }

    private static void unlessThere(Ask ask) throws IfnetException {
        try {
            ask.run();
        } catch (IfnetException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
        }
    }

    void sysctls(Failures failures) {
        Sysctls sysctls = engines.sysctls;
        if (sysctls == null) {
            return;
        }
        for (Map.Entry<String, String> wanted : records.sysctls()) {
            String name = wanted.getKey();
            if (sysctls.list(name).isEmpty()) {
                failures.missing(name, "unknown oid");
            } else {
                failures.attempt(name, () -> set(sysctls, name, wanted.getValue()));
            }
        }
    }

    private static void set(Sysctls sysctls, String name, String value) throws IfnetException {
        if (!sysctls.require(name).get().equals(value)) {
            sysctls.set(SELF, name, value);
        }
    }

    void ifnet(Ifnet ifnet, Failures failures) {
        String attachName = records.attachName(ifnet.name());
        WantedIfnet wanted = records.ifnet(attachName);
        IfnetControl control = engines.control;
        if (wanted.equals(WantedIfnet.NOTHING) || control == null) {
            return;
        }
        String name = wanted.name();
        if (name != null && !name.equals(ifnet.name())) {
            attempt(ifnet, failures, () -> {
                Ifnet inTheWay = makeWay(control, name);
                rename(control, ifnet, name);
                if (inTheWay != null) {
                    ifnet(inTheWay, failures);
                }
            });
        }
        if (wanted.mtu() != 0 && wanted.mtu() != ifnet.mtu()) {
            attempt(ifnet, failures, () -> control.setMtu(SELF, ifnet, wanted.mtu()));
        }
        String lladdr = wanted.lladdr();
        if (lladdr != null && !lladdr.equals(MacAddress.format(ifnet.lladdr()))) {
            attempt(ifnet, failures, () -> control.setLladdr(SELF, ifnet, MacAddress.parse(lladdr)));
        }
        if (wanted.metric() != WantedIfnet.NO_METRIC && wanted.metric() != ifnet.metric()) {
            attempt(ifnet, failures, () -> control.setMetric(SELF, ifnet, wanted.metric()));
        }
        device(ifnet, control, wanted.device(), failures);
        for (AddressSpec address : wanted.addresses()) {
            attempt(ifnet, failures, () -> address(ifnet, attachName, address));
        }
        attempt(ifnet, failures, () -> flags(control, ifnet, records.ifnet(attachName)));
    }

    private void rename(IfnetControl control, Ifnet ifnet, String name) throws IfnetException {
        String old = ifnet.name();
        String attachName = records.attachName(old);
        control.rename(SELF, ifnet, name);
        records.forgetName(old);
        records.noteName(attachName, name);
    }

    /** Names may have been exchanged: who has the name and wants another is moved out of the way, and is returned. */
    private @Nullable Ifnet makeWay(IfnetControl control, String name) throws IfnetException {
        Ifnets ifnets = engines.ifnets;
        Ifnet holder = ifnets == null ? null : ifnets.byName(name);
        if (holder == null) {
            return null;
        }
        String wants = records.ifnet(records.attachName(name)).name();
        if (wants == null || wants.equals(name)) {
            return null;
        }
        rename(control, holder, "renaming-" + holder.index());
        return holder;
    }

    private void device(Ifnet ifnet, IfnetControl control, WantedDevice wanted, Failures failures) {
        if (wanted.equals(WantedDevice.NOTHING)) {
            return;
        }
        DeviceReplay device = new DeviceReplay(SELF, control, ifnet, wanted);
        attempt(ifnet, failures, device::capabilities);
        attempt(ifnet, failures, device::numbers);
        attempt(ifnet, failures, device::media);
        attempt(ifnet, failures, device::tunnel);
        attempt(ifnet, failures, device::generic);
        attempt(ifnet, failures, device::polling);
        attempt(ifnet, failures, device::queue);
        IfnetGroups groups = engines.groups;
        if (groups != null) {
            attempt(ifnet, failures, () -> device.groups(groups));
        }
    }

    /** A driver that was found out meanwhile is left alone: asking again would only wake it. */
    private static void attempt(Ifnet ifnet, Failures failures, Ask ask) {
        boolean hopeless = failures.isTimedOut() || ifnet.driverState() == DriverState.QUARANTINED;
        if (ifnet.isAttached() && !hopeless) {
            failures.attempt(ifnet.name(), ask);
        }
    }

    private void address(Ifnet ifnet, String attachName, AddressSpec wanted) throws IfnetException {
        Ifaddrs ifaddrs = engines.ifaddrs;
        if (ifaddrs == null || ifaddrs.list(ifnet).stream().anyMatch(a -> isSame(a, wanted))) {
            return;
        }
        ifaddrs.add(SELF, ifnet, wanted);
        if (!records.ifnet(attachName).addresses().contains(wanted)) {
            // Somebody deleted it between our look and our asking.
            ifaddrs.delete(SELF, ifnet, wanted.address().family(), wanted.address());
        }
    }

    private static boolean isSame(Ifaddr there, AddressSpec wanted) {
        return there.address().withZone("").equals(wanted.address().withZone(""))
                && (wanted.prefixLength() < 0
                        || wanted.prefixLength() == there.prefix().length())
                && (wanted.destination() == null || wanted.destination().equals(there.destination()))
                && (wanted.broadcast() == null || wanted.broadcast().equals(there.broadcast()));
    }

    private static void flags(IfnetControl control, Ifnet ifnet, WantedIfnet wanted) throws IfnetException {
        int set = wanted.on() & ~ifnet.flags();
        int clear = wanted.off() & ifnet.flags();
        if ((set | clear) != 0) {
            control.setFlags(SELF, ifnet, set, clear);
        }
    }

    void routes(Failures failures) {
        Routes routes = engines.routes;
        if (routes == null) {
            return;
        }
        for (RouteSpec wanted : records.routes()) {
            List<Route> present = routes.list(wanted.destination().address().family());
            if (present.stream().noneMatch(r -> isSame(r, wanted))) {
                failures.attempt("route " + wanted.destination(), () -> add(routes, wanted));
            }
        }
    }

    private static boolean isSame(Route there, RouteSpec wanted) {
        return there.destination().equals(wanted.destination())
                && Objects.equals(there.gateway(), wanted.gateway())
                && (wanted.ifnet() == null
                        || wanted.ifnet().equals(there.ifnet().name()));
    }

    private void add(Routes routes, RouteSpec wanted) throws IfnetException {
        // A gateway that is an address of our own becomes no gateway, so a route that is there may look different.
        unlessThere(() -> routes.add(SELF, wanted));
        if (!records.wants(wanted)) {
            routes.delete(SELF, wanted);
        }
    }

    /** What went wrong in one piece of work. */
    static final class Failures {
        private final StringBuilder serious = new StringBuilder();
        private boolean any;
        private boolean timedOut;

        private void attempt(String what, Ask ask) {
            try {
                ask.run();
            } catch (IfnetException e) {
                note(what, e.getMessage(), e.errno());
            } catch (RuntimeException e) {
                note(what, e.toString(), Errno.EIO);
            }
        }

        private void note(String what, String why, Errno errno) {
            timedOut |= errno == Errno.ETIMEDOUT;
            if (errno == Errno.ENETUNREACH || errno == Errno.ENXIO || errno == Errno.ENOENT) {
                missing(what, why);
                return;
            }
            any = true;
            serious.append(serious.isEmpty() ? "" : "; ")
                    .append(what)
                    .append(": ")
                    .append(why);
        }

        /** What it needs is not there; nothing to tell anybody about. */
        private void missing(String what, String why) {
            any = true;
        }

        /** Worth another attempt. */
        boolean isAny() {
            return any;
        }

        /** A driver does not answer. */
        boolean isTimedOut() {
            return timedOut;
        }

        /** For the administrator; empty when there is nothing to tell. */
        String text() {
            return serious.toString();
        }
    }
}
