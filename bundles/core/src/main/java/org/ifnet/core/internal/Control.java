package org.ifnet.core.internal;

import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetData;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetException;
import org.ifnet.control.ControlRecord;
import org.ifnet.control.ControlRequest;
import org.ifnet.control.Credential;
import org.ifnet.control.IfnetControl;
import org.ifnet.control.Media;
import org.ifnet.control.MediaStatus;
import org.ifnet.control.Privilege;
import org.ifnet.control.Tunnel;
import org.ifnet.driver.DriverInfo;
import org.ifnet.netisr.Netisr;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/** Explicit changes of interfaces (reference 1.9, 1.10, 1.14). */
final class Control implements IfnetControl {
    private final Parts parts;
    private final Lifecycle lifecycle;
    private final UpDown upDown;
    private final Events events;
    private final Records records;

    Control(Parts parts, Lifecycle lifecycle, UpDown upDown, Events events, Records records) {
        this.parts = parts;
        this.lifecycle = lifecycle;
        this.upDown = upDown;
        this.events = events;
        this.records = records;
    }

    /** A change under the control lock. */
    private interface Change {
        void on(CoreIfnet ifnet) throws IfnetException;
    }

    @Override
    public void setFlags(Credential who, Ifnet ifnet, int set, int clear) throws IfnetException {
        int on = set & ~IfFlags.CANTCHANGE;
        int off = clear & ~set & ~IfFlags.CANTCHANGE;
        change(who, "change flags", ifnet, known -> {
            writeFlags(known, on, off);
            records.emit(new ControlRecord.Flags(who.who(), known.name(), on, off));
        });
    }

    /** Everything that can fail comes first, the driver's init last. */
    private void writeFlags(CoreIfnet ifnet, int on, int off) throws IfnetException {
        int old = ifnet.flags();
        int wanted = old & ~off | on;
        wanted = (wanted & IfFlags.PPROMISC) != 0 ? wanted | IfFlags.PROMISC : wanted & ~IfFlags.PROMISC;
        boolean filter = ((old ^ wanted) & IfFlags.PROMISC) != 0;
        if (filter) {
            setFilter(ifnet, wanted);
        }
        if ((on & IfFlags.UP) != 0 && (!ifnet.has(IfFlags.UP) || quarantined(ifnet))) {
            upOrUndo(ifnet, old, wanted, filter);
        } else if ((off & IfFlags.UP) != 0 && ifnet.has(IfFlags.UP)) {
            upDown.down(ifnet);
        }
        int others = ~(IfFlags.UP | IfFlags.RUNNING);
        if (((old ^ wanted) & others) != 0) {
            ifnet.flags(wanted & others, ~wanted & others);
            changed(ifnet, "flags");
        }
    }

    private static boolean quarantined(CoreIfnet ifnet) {
        Binding bound = ifnet.binding();
        return bound != null && bound.isQuarantined();
    }

    private void upOrUndo(CoreIfnet ifnet, int old, int wanted, boolean filter) throws IfnetException {
        boolean returns = quarantined(ifnet);
        if (returns) {
            // Its driver was not told of the filter: it is when it comes back.
            showFilter(ifnet, wanted);
        }
        try {
            upDown.up(ifnet);
        } catch (IfnetException e) {
            if (returns) {
                showFilter(ifnet, old);
            } else if (filter && !quarantined(ifnet)) {
                undoFilter(ifnet, old, e);
            }
            throw e;
        }
    }

    private static void showFilter(CoreIfnet ifnet, int flags) {
        ifnet.flags(flags & IfFlags.PROMISC, ~flags & IfFlags.PROMISC);
    }

    private static void undoFilter(CoreIfnet ifnet, int old, IfnetException reason) {
        try {
            setFilter(ifnet, old);
        } catch (IfnetException e) {
            reason.addSuppressed(e);
        }
    }

    private static void setFilter(CoreIfnet ifnet, int flags) throws IfnetException {
        Binding bound = bound(ifnet);
        if (!bound.isQuarantined()) {
            bound.change("setFilter", driver -> driver.setFilter(flags));
        }
    }

    @Override
    public void setMtu(Credential who, Ifnet ifnet, int mtu) throws IfnetException {
        change(who, "change mtu", ifnet, known -> {
            DriverInfo info = known.info();
            if (mtu < info.minMtu() || mtu > info.maxMtu()) {
                throw new IfnetException(
                        Errno.EINVAL,
                        known.name() + ": mtu " + mtu + " is not from " + info.minMtu() + " to " + info.maxMtu());
            }
            if (mtu != known.mtu()) {
                bound(known).change("setMtu", driver -> driver.setMtu(mtu));
                known.mtu(mtu);
                changed(known, "mtu");
            }
            records.emit(new ControlRecord.Mtu(who.who(), known.name(), mtu));
        });
    }

    @Override
    public void setMetric(Credential who, Ifnet ifnet, int metric) throws IfnetException {
        change(who, "change metric", ifnet, known -> {
            if (metric < 0) {
                throw new IfnetException(Errno.EINVAL, known.name() + ": metric " + metric + " is negative");
            }
            if (metric != known.metric()) {
                known.metric(metric);
                changed(known, "metric");
            }
            records.emit(new ControlRecord.Metric(who.who(), known.name(), metric));
        });
    }

    @Override
    public void setLladdr(Credential who, Ifnet ifnet, MacAddress address) throws IfnetException {
        change(who, "change the link-level address", ifnet, known -> {
            switch (known.type()) {
                case ETHER, L2VLAN, IEEE8023ADLAG -> checkUnicast(known, address);
                default ->
                    throw new IfnetException(
                            Errno.ENODEV, "interface " + known.name() + " has no link-level address to set");
            }
            if (!address.equals(known.lladdr())) {
                bound(known).change("setLladdr", driver -> driver.setLladdr(address));
                known.lladdr(address);
                changed(known, "lladdr");
            }
            records.emit(new ControlRecord.Lladdr(who.who(), known.name(), address.toString()));
        });
    }

    private static void checkUnicast(CoreIfnet ifnet, MacAddress address) throws IfnetException {
        if (!address.isUnicast()) {
            throw new IfnetException(
                    Errno.EINVAL, ifnet.name() + ": " + address + " is not the address of one station");
        }
    }

    @Override
    public void rename(Credential who, Ifnet ifnet, String name) throws IfnetException {
        change(who, "rename", ifnet, known -> {
            String old = known.name();
            lifecycle.rename(known, name);
            records.emit(new ControlRecord.Renamed(who.who(), old, name));
        });
    }

    /** BUG of the original: ifioctl forgets what registering answered. */
    @Override
    public void setPolling(Credential who, Ifnet ifnet, boolean on) throws IfnetException {
        change(who, "change polling", ifnet, known -> {
            if (on) {
                parts.polling().register(known, bound(known));
            } else {
                parts.polling().deregister(known, bound(known));
            }
            changed(known, "flags");
            records.emit(new ControlRecord.Polling(who.who(), known.name(), on));
        });
    }

    /** A driver's own wish: nobody asked for it, so it is no record. */
    void renameQuietly(Ifnet ifnet, String name) throws IfnetException {
        change(Credential.full("internal"), "rename", ifnet, known -> lifecycle.rename(known, name));
    }

    @Override
    public void setCapabilities(Credential who, Ifnet ifnet, int wanted) throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "not supported by this platform");
    }

    @Override
    public void setTsoLength(Credential who, Ifnet ifnet, int bytes) throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "not supported by this platform");
    }

    @Override
    public void setPhysical(Credential who, Ifnet ifnet, int physical) throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "not supported by this platform");
    }

    @Override
    public void setMedia(Credential who, Ifnet ifnet, Media media) throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "not supported by this platform");
    }

    @Override
    public MediaStatus media(Ifnet ifnet) throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "not supported by this platform");
    }

    @Override
    public void setTunnel(Credential who, Ifnet ifnet, Tunnel tunnel) throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "not supported by this platform");
    }

    @Override
    public void deleteTunnel(Credential who, Ifnet ifnet) throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "not supported by this platform");
    }

    @Override
    public Tunnel tunnel(Ifnet ifnet) throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "not supported by this platform");
    }

    @Override
    public void setGeneric(Credential who, Ifnet ifnet, String value) throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "not supported by this platform");
    }

    @Override
    public String generic(Ifnet ifnet) throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "not supported by this platform");
    }

    @Override
    public String status(Ifnet ifnet) throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "not supported by this platform");
    }

    @Override
    public IfnetData data(Ifnet ifnet) {
        throw new UnsupportedOperationException("data");
    }

    @Override
    public void promisc(Credential who, Ifnet ifnet, boolean on) throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "not supported by this platform");
    }

    @Override
    public void allmulti(Credential who, Ifnet ifnet, boolean on) throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "not supported by this platform");
    }

    @Override
    public @Nullable Object control(Credential who, Ifnet ifnet, int family, ControlRequest request)
            throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "not supported by this platform");
    }

    private static Binding bound(CoreIfnet ifnet) throws IfnetException {
        Binding bound = ifnet.binding();
        if (bound == null) {
            throw new IfnetException(Errno.ENXIO, "interface " + ifnet.name() + " has no driver");
        }
        return bound;
    }

    private void changed(CoreIfnet ifnet, String what) {
        ifnet.touch();
        events.emit(ifnet, sequence -> new IfnetEvent.Changed(sequence, ifnet, what));
    }

    private void change(Credential who, String what, Ifnet ifnet, Change change) throws IfnetException {
        who.require(Privilege.INTERFACE, what + " of " + ifnet.name());
        if (parts.netisr().current() != Netisr.NONE) {
            throw new IllegalStateException("control calls may block: not on a netisr");
        }
        if (!(ifnet instanceof CoreIfnet known) || !known.isAttached() || known.isLeaving()) {
            throw IfnetException.noSuchInterface(ifnet.name());
        }
        if (parts.held().byCallerBut(known.control())) {
            throw new IllegalStateException("a listener of one interface changes " + known.name() + ": post it");
        }
        Binding bound = known.binding();
        if (bound != null && bound.isInside()) {
            throw new IfnetException(Errno.EBUSY, "the driver of " + known.name() + " is still in a call");
        }
        known.control().lock();
        try {
            if (!known.isAttached() || known.isLeaving()) {
                throw IfnetException.noSuchInterface(known.name());
            }
            change.on(known);
        } finally {
            known.control().unlock();
        }
    }
}
