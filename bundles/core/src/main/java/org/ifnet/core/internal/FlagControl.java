package org.ifnet.core.internal;

import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.IfnetException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flags (reference 1.9, SIOCSIFFLAGS) and what counts its users: PROMISC and ALLMULTI (reference 1.12). Whatever a driver
 * refuses is undone. Every method is called under the control lock.
 *
 * <p>PROMISC follows from PPROMISC and the count of users, and from nothing else: no writer of the word can take it from
 * those who asked for it, or forget it there.
 */
final class FlagControl {
    private static final Logger LOG = LoggerFactory.getLogger(FlagControl.class);
    /** What a driver is told of beside the receive filter: it may mean something to the device. */
    static final int DEVICE = IfFlags.LINK0 | IfFlags.LINK1 | IfFlags.LINK2 | IfFlags.DEBUG;

    private final UpDown upDown;
    private final ControlEntry entry;

    FlagControl(UpDown upDown, ControlEntry entry) {
        this.upDown = upDown;
        this.entry = entry;
    }

    /** Everything that can fail comes first, the driver's init last: protocols find it working. */
    void write(CoreIfnet ifnet, int on, int off) throws IfnetException {
        int old = ifnet.flags();
        int wanted = withPromisc(ifnet, old & ~off | on);
        int filter = (old ^ wanted) & IfFlags.PROMISC;
        int device = (old ^ wanted) & DEVICE;
        if (filter != 0) {
            setFilter(ifnet, wanted);
        }
        if (device != 0) {
            setDeviceFlags(ifnet, old, wanted, filter != 0);
        }
        if ((on & IfFlags.UP) != 0 && (!ifnet.has(IfFlags.UP) || quarantined(ifnet))) {
            upOrUndo(ifnet, old, wanted, filter, device);
        } else if ((off & IfFlags.UP) != 0 && ifnet.has(IfFlags.UP)) {
            upDown.down(ifnet);
        }
        int others = ~(IfFlags.UP | IfFlags.RUNNING);
        if (((old ^ wanted) & others) != 0) {
            ifnet.flags(wanted & ~old & others, old & ~wanted & others);
            entry.changed(ifnet, "flags");
            logPromisc(ifnet, filter);
        }
    }

    private static int withPromisc(CoreIfnet ifnet, int flags) {
        boolean promisc = (flags & IfFlags.PPROMISC) != 0 || ifnet.promiscCount() > 0;
        return promisc ? flags | IfFlags.PROMISC : flags & ~IfFlags.PROMISC;
    }

    private static void setDeviceFlags(CoreIfnet ifnet, int old, int wanted, boolean filter) throws IfnetException {
        try {
            tell(ifnet, "setFlags", wanted);
        } catch (IfnetException e) {
            undo(ifnet, old, filter, false, e);
            throw e;
        }
    }

    private void upOrUndo(CoreIfnet ifnet, int old, int wanted, int filter, int device) throws IfnetException {
        boolean returns = quarantined(ifnet);
        int shown = filter | device;
        if (returns) {
            // Its driver was not told: it is when it comes back.
            ifnet.flags(wanted & shown, ~wanted & shown);
        }
        try {
            upDown.up(ifnet);
        } catch (IfnetException e) {
            if (returns) {
                ifnet.flags(old & shown, ~old & shown);
            } else if (!quarantined(ifnet)) {
                undo(ifnet, old, filter != 0, device != 0, e);
            }
            throw e;
        }
    }

    private static void undo(CoreIfnet ifnet, int old, boolean filter, boolean device, IfnetException reason) {
        try {
            if (device) {
                tell(ifnet, "setFlags", old);
            }
            if (filter) {
                setFilter(ifnet, old);
            }
        } catch (IfnetException e) {
            reason.addSuppressed(e);
        }
    }

    private static boolean quarantined(CoreIfnet ifnet) {
        Binding bound = ifnet.binding();
        return bound != null && bound.isQuarantined();
    }

    private static void setFilter(CoreIfnet ifnet, int flags) throws IfnetException {
        tell(ifnet, "setFilter", flags);
    }

    /** A driver in quarantine is told everything when it comes back. */
    private static void tell(CoreIfnet ifnet, String what, int flags) throws IfnetException {
        Binding bound = ControlEntry.bound(ifnet);
        if (!bound.isQuarantined()) {
            bound.change(what, driver -> {
                if (what.equals("setFilter")) {
                    driver.setFilter(flags);
                } else {
                    driver.setFlags(flags);
                }
            });
        }
    }

    /** ifpromisc of the reference, with the count rolled back as well. */
    void promisc(CoreIfnet ifnet, boolean on) throws IfnetException {
        int count = next(ifnet, "promiscuous mode", ifnet.promiscCount(), on);
        if (!ifnet.has(IfFlags.PPROMISC)) {
            if (on && !ifnet.has(IfFlags.UP)) {
                throw new IfnetException(
                        Errno.ENETDOWN, ifnet.name() + ": promiscuous mode needs the interface to be up");
            }
            toggle(ifnet, IfFlags.PROMISC, count > 0);
        }
        ifnet.promiscCount(count);
    }

    /** if_allmulti of the reference, with roll-back. */
    void allmulti(CoreIfnet ifnet, boolean on) throws IfnetException {
        int count = next(ifnet, "all-multicast mode", ifnet.allmultiCount(), on);
        toggle(ifnet, IfFlags.ALLMULTI, count > 0);
        ifnet.allmultiCount(count);
    }

    /** Undoes the end of one use of all-multicast mode; whatever the driver says to it, the use is counted. */
    void allmultiAgain(CoreIfnet ifnet, IfnetException reason) {
        try {
            allmulti(ifnet, true);
        } catch (IfnetException e) {
            reason.addSuppressed(e);
            ifnet.allmultiCount(ifnet.allmultiCount() + 1);
            ifnet.flags(IfFlags.ALLMULTI, 0);
        }
    }

    private static int next(CoreIfnet ifnet, String what, int count, boolean on) throws IfnetException {
        if (!on && count == 0) {
            throw new IfnetException(Errno.EINVAL, ifnet.name() + ": nobody has asked for " + what);
        }
        return on ? count + 1 : count - 1;
    }

    private void toggle(CoreIfnet ifnet, int flag, boolean on) throws IfnetException {
        int old = ifnet.flags();
        int wanted = on ? old | flag : old & ~flag;
        if (wanted == old) {
            return;
        }
        setFilter(ifnet, wanted);
        ifnet.flags(wanted & flag, ~wanted & flag);
        entry.changed(ifnet, "flags");
        logPromisc(ifnet, flag & IfFlags.PROMISC);
    }

    /** After the outcome, so that the log never tells of what was refused. */
    private static void logPromisc(CoreIfnet ifnet, int changed) {
        if (changed != 0) {
            LOG.info("{}: promiscuous mode {}", ifnet.name(), ifnet.has(IfFlags.PROMISC) ? "enabled" : "disabled");
        }
    }
}
