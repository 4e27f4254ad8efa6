package org.ifnet.core.internal;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

import org.ifnet.control.Sysctl;
import org.ifnet.ifq.IfqEngine;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.Toeplitz;

/** The runtime values that core owns. Any thread. */
final class Settings {
    private static final long MILLI = 1_000_000;

    /** A segment for TSO is that many frames long unless somebody says otherwise, and two at least (ether_ifattach). */
    private static final int TSO_MTUS = 4;

    private static final int LEAST_TSO_MTUS = 2;

    /** Long enough for a device to shut down, short enough for an administrator to wait for. */
    private volatile int detachTimeout = 2000;

    /** So that a driver is found out within 100 ms, with the time to act on it. */
    private volatile int driverLimit = 80;

    private volatile int queueLength = IfqEngine.DEFAULT_MAXLEN;
    private volatile boolean flowHash;
    private volatile int etherTsoLength = TSO_MTUS * EtherHeader.MTU;
    private volatile int statsCompat;

    /** Nanoseconds that a driver may take to attach or detach before its thread is given up. */
    long detachTimeout() {
        return detachTimeout * MILLI;
    }

    /** Nanoseconds that any other control call may take before the driver is quarantined. */
    long driverLimit() {
        return driverLimit * MILLI;
    }

    /** Packets in each transmit queue of a new interface. */
    int queueLength() {
        return queueLength;
    }

    /** Received packets go to the netisr of their flow. */
    boolean flowHash() {
        return flowHash;
    }

    /** Bytes of a TSO segment of a new Ethernet interface. */
    int etherTsoLength() {
        return etherTsoLength;
    }

    List<Sysctl> sysctls(IntSupplier ifcount) {
        return List.of(
                number(
                        "net.link.detach_timeout",
                        "milliseconds to wait for a driver that attaches or detaches, 10 to 60000",
                        10,
                        60_000,
                        () -> detachTimeout,
                        v -> detachTimeout = v),
                number(
                        "net.link.driver_limit",
                        "milliseconds that a control call into a driver may take before it is quarantined, 1 to 10000",
                        1,
                        10_000,
                        () -> driverLimit,
                        v -> driverLimit = v),
                number(
                        "net.link.qlen",
                        "packets in each transmit queue of a new interface, 1 to 65536",
                        1,
                        65_536,
                        () -> queueLength,
                        v -> queueLength = v),
                number(
                        "net.link.ether.tsolen",
                        "bytes of a TSO segment of a new Ethernet interface, 3000 to 65535",
                        LEAST_TSO_MTUS * EtherHeader.MTU,
                        65_535,
                        () -> etherTsoLength,
                        v -> etherTsoLength = v),
                number(
                        "net.link.stats_compat",
                        "0 or 1, without effect: counters are sums wherever they are read",
                        0,
                        1,
                        () -> statsCompat,
                        v -> statsCompat = v),
                number(
                        "net.netisr.flow_hash",
                        "1: received packets go to the netisr of their flow hash; 0: they stay on that of their source",
                        0,
                        1,
                        () -> flowHash ? 1 : 0,
                        v -> flowHash = v != 0),
                constant(Toeplitz.SEED0, "first byte of the key of the flow hash", Toeplitz.SYMMETRIC::seed0),
                constant(Toeplitz.SEED1, "second byte of the key of the flow hash", Toeplitz.SYMMETRIC::seed1),
                new IntSysctl("net.link.generic.system.ifcount", "number of attached interfaces", 0, 0, ifcount, null));
    }

    private static Sysctl constant(String name, String description, IntSupplier get) {
        return new IntSysctl(name, description, 0, 255, get, null);
    }

    private static Sysctl number(
            String name, String description, int least, int most, IntSupplier get, IntConsumer set) {
        return new IntSysctl(name, description, least, most, get, set);
    }
}
