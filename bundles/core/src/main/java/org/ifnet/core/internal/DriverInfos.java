package org.ifnet.core.internal;

import org.ifnet.Errno;
import org.ifnet.IfType;
import org.ifnet.IfnetException;
import org.ifnet.driver.DriverInfo;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/** What a driver may say of its device. */
final class DriverInfos {
    /** IF_MINMTU and IF_MAXMTU (reference 0.1). */
    static final int MIN_MTU = 72;

    static final int MAX_MTU = 65_535;

    /** More than any card has; keeps a wrong number from taking all memory. */
    private static final int MAX_QUEUES = 1024;

    private DriverInfos() {}

    static void check(String name, @Nullable DriverInfo info) throws IfnetException {
        if (info == null || info.type() == null) {
            throw bad(name, "no type");
        }
        if (info.minMtu() < MIN_MTU || info.maxMtu() > MAX_MTU) {
            throw bad(name, "mtu range " + info.minMtu() + "-" + info.maxMtu());
        }
        if (info.mtu() < info.minMtu() || info.mtu() > info.maxMtu()) {
            throw bad(name, "mtu " + info.mtu());
        }
        if (info.queues() < 1 || info.queues() > MAX_QUEUES) {
            throw bad(name, info.queues() + " transmit queues");
        }
        MacAddress lladdr = info.lladdr();
        if (info.type() == IfType.ETHER && (lladdr == null || !lladdr.isUnicast())) {
            throw bad(name, "link-level address " + lladdr);
        }
    }

    private static IfnetException bad(String name, String what) {
        return new IfnetException(Errno.EINVAL, "the driver of " + name + " gives a bad description: " + what);
    }
}
