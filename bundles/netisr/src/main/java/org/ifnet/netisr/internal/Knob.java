package org.ifnet.netisr.internal;

import java.util.List;
import java.util.function.LongSupplier;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.control.Sysctl;

/** One number of the engine as a sysctl node. */
final class Knob implements Sysctl {
    /** Sets the number. */
    private interface Setter {
        void set(String name, String value) throws IfnetException;
    }

    private static final long MILLI = 1_000_000;

    private final String name;
    private final String description;
    private final LongSupplier getter;
    private final Setter setter;

    private Knob(String name, String description, LongSupplier getter, Setter setter) {
        this.name = name;
        this.description = description;
        this.getter = getter;
        this.setter = setter;
    }

    static List<Knob> of(NetisrEngine engine) {
        return List.of(
                new Knob(
                        "net.netisr.stuck_limit",
                        "milliseconds that a netisr may stay in a driver before another thread takes over, 1 to 10000",
                        () -> engine.stuckLimitNanos() / MILLI,
                        (name, value) -> engine.stuckLimitNanos(parse(name, value, 10_000) * MILLI)),
                readOnly("net.netisr.cpus", "number of netisrs", engine::cpus),
                readOnly("net.netisr.mailbox_drops", "packets that found a mailbox full", engine::mailboxDrops),
                readOnly("net.netisr.handovers", "netisrs taken from threads lost in drivers", engine::handovers),
                readOnly(
                        "net.netisr.misdirected_drops",
                        "packets for a netisr that does not exist, or for nobody",
                        engine::misdirectedDrops),
                new Knob(
                        "net.netisr.rollup_limit",
                        "control messages that a netisr runs between two runs of its roll-ups, 1 to 10000",
                        () -> engine.pace().rollupLimit(),
                        (name, value) -> engine.pace().rollupLimit((int) parse(name, value, 10_000))),
                new Knob(
                        "net.netisr.poll_rounds",
                        "rounds with something to do between two looks for readable descriptors, 1 to 1000",
                        () -> engine.pace().pollRounds(),
                        (name, value) -> engine.pace().pollRounds((int) parse(name, value, 1000))));
    }

    private static Knob readOnly(String name, String description, LongSupplier getter) {
        return new Knob(name, description, getter, (oid, value) -> {
            throw new IfnetException(Errno.EPERM, oid + " is read-only");
        });
    }

    private static long parse(String name, String value, int most) throws IfnetException {
        try {
            long n = Long.parseLong(value.trim());
            if (n >= 1 && n <= most) {
                return n;
            }
        } catch (NumberFormatException e) {
            // refused below, like a number out of range
        }
        throw new IfnetException(Errno.EINVAL, name + ": '" + value + "' is not 1 to " + most);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public String get() {
        return Long.toString(getter.getAsLong());
    }

    @Override
    public void set(String value) throws IfnetException {
        setter.set(name, value);
    }
}
