package org.ifnet.core.internal;

import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetData;
import org.ifnet.IfnetException;
import org.ifnet.control.ControlRecord;
import org.ifnet.control.ControlRequest;
import org.ifnet.control.Credential;
import org.ifnet.control.IfnetControl;
import org.ifnet.control.IfqControl;
import org.ifnet.control.Media;
import org.ifnet.control.MediaStatus;
import org.ifnet.control.Privilege;
import org.ifnet.control.Tunnel;
import org.ifnet.driver.DriverInfo;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/** Explicit changes of interfaces (reference 1.9, 1.10, 1.14): each is carried out, and then told to control listeners. */
final class Control implements IfnetControl {
    private final Parts parts;
    private final Lifecycle lifecycle;
    private final Records records;
    private final ControlEntry entry;
    private final FlagControl flags;
    private final DeviceControl device;
    private final QueueControl queues;

    Control(Parts parts, Lifecycle lifecycle, FlagControl flags, ControlEntry entry, Records records) {
        this.parts = parts;
        this.lifecycle = lifecycle;
        this.entry = entry;
        this.records = records;
        this.flags = flags;
        device = new DeviceControl(entry);
        queues = new QueueControl(parts, entry, records);
    }

    @Override
    public void setFlags(Credential who, Ifnet ifnet, int set, int clear) throws IfnetException {
        int on = set & ~IfFlags.CANTCHANGE;
        int off = clear & ~set & ~IfFlags.CANTCHANGE;
        entry.change(who, "change flags", ifnet, known -> {
            flags.write(known, on, off);
            records.emit(new ControlRecord.Flags(who.who(), known.name(), on, off));
        });
    }

    @Override
    public void promisc(Credential who, Ifnet ifnet, boolean on) throws IfnetException {
        entry.change(who, "change promiscuous mode", ifnet, known -> flags.promisc(known, on));
    }

    @Override
    public void allmulti(Credential who, Ifnet ifnet, boolean on) throws IfnetException {
        entry.change(who, "change all-multicast mode", ifnet, known -> flags.allmulti(known, on));
    }

    @Override
    public void setMtu(Credential who, Ifnet ifnet, int mtu) throws IfnetException {
        entry.change(who, "change mtu", ifnet, known -> {
            DriverInfo info = known.info();
            if (mtu < info.minMtu() || mtu > info.maxMtu()) {
                throw new IfnetException(
                        Errno.EINVAL,
                        known.name() + ": mtu " + mtu + " is not from " + info.minMtu() + " to " + info.maxMtu());
            }
            if (mtu != known.mtu()) {
                ControlEntry.bound(known).change("setMtu", driver -> driver.setMtu(mtu));
                known.mtu(mtu);
                entry.changed(known, "mtu");
            }
            records.emit(new ControlRecord.Mtu(who.who(), known.name(), mtu));
        });
    }

    @Override
    public void setMetric(Credential who, Ifnet ifnet, int metric) throws IfnetException {
        entry.change(who, "change metric", ifnet, known -> {
            if (metric < 0) {
                throw new IfnetException(Errno.EINVAL, known.name() + ": metric " + metric + " is negative");
            }
            if (metric != known.metric()) {
                known.metric(metric);
                entry.changed(known, "metric");
            }
            records.emit(new ControlRecord.Metric(who.who(), known.name(), metric));
        });
    }

    @Override
    public void setLladdr(Credential who, Ifnet ifnet, MacAddress address) throws IfnetException {
        entry.change(who, "change the link-level address", ifnet, known -> {
            switch (known.type()) {
                case ETHER, L2VLAN, IEEE8023ADLAG -> checkUnicast(known, address);
                default ->
                    throw new IfnetException(
                            Errno.ENODEV, "interface " + known.name() + " has no link-level address to set");
            }
            if (!address.equals(known.lladdr())) {
                ControlEntry.bound(known).change("setLladdr", driver -> driver.setLladdr(address));
                known.lladdr(address);
                entry.changed(known, "lladdr");
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
        entry.change(who, "rename", ifnet, known -> {
            String old = known.name();
            lifecycle.rename(known, name);
            records.emit(new ControlRecord.Renamed(who.who(), old, name));
        });
    }

    /** A driver's own wish: nobody asked for it, so it is no record. */
    void renameQuietly(Ifnet ifnet, String name) throws IfnetException {
        entry.locked(ifnet, known -> {
            lifecycle.rename(known, name);
            return true;
        });
    }

    /** BUG of the original: ifioctl forgets what registering answered. */
    @Override
    public void setPolling(Credential who, Ifnet ifnet, boolean on) throws IfnetException {
        entry.change(who, "change polling", ifnet, known -> {
            if (on) {
                parts.polling().register(known, ControlEntry.bound(known));
            } else {
                parts.polling().deregister(known, ControlEntry.bound(known));
            }
            entry.changed(known, "flags");
            records.emit(new ControlRecord.Polling(who.who(), known.name(), on));
        });
    }

    @Override
    public void setCapabilities(Credential who, Ifnet ifnet, int wanted) throws IfnetException {
        entry.change(who, "change capabilities", ifnet, known -> {
            device.capabilities(known, wanted);
            records.emit(new ControlRecord.Capabilities(who.who(), known.name(), wanted));
        });
    }

    @Override
    public void setTsoLength(Credential who, Ifnet ifnet, int bytes) throws IfnetException {
        entry.change(who, "change tsolen", ifnet, known -> {
            device.tsoLength(known, bytes);
            records.emit(new ControlRecord.TsoLength(who.who(), known.name(), bytes));
        });
    }

    @Override
    public void setPhysical(Credential who, Ifnet ifnet, int physical) throws IfnetException {
        entry.change(who, "change the physical medium", ifnet, known -> {
            device.physical(known, physical);
            records.emit(new ControlRecord.Physical(who.who(), known.name(), physical));
        });
    }

    @Override
    public void setMedia(Credential who, Ifnet ifnet, Media media) throws IfnetException {
        entry.change(who, "change media", ifnet, known -> {
            device.media(known, media);
            records.emit(new ControlRecord.MediaSet(who.who(), known.name(), media));
        });
    }

    @Override
    public MediaStatus media(Ifnet ifnet) throws IfnetException {
        return entry.locked(ifnet, device::media);
    }

    @Override
    public void setTunnel(Credential who, Ifnet ifnet, Tunnel tunnel) throws IfnetException {
        entry.change(who, "change the tunnel", ifnet, known -> {
            device.tunnel(known, tunnel);
            records.emit(new ControlRecord.TunnelSet(who.who(), known.name(), tunnel));
        });
    }

    @Override
    public void deleteTunnel(Credential who, Ifnet ifnet) throws IfnetException {
        entry.change(who, "delete the tunnel", ifnet, known -> {
            device.tunnel(known, null);
            records.emit(new ControlRecord.TunnelDeleted(who.who(), known.name()));
        });
    }

    @Override
    public Tunnel tunnel(Ifnet ifnet) throws IfnetException {
        return entry.locked(ifnet, device::tunnel);
    }

    @Override
    public void setGeneric(Credential who, Ifnet ifnet, String value) throws IfnetException {
        entry.change(who, "change the generic value", ifnet, known -> {
            device.generic(known, value);
            records.emit(new ControlRecord.Generic(who.who(), known.name(), value));
        });
    }

    @Override
    public String generic(Ifnet ifnet) throws IfnetException {
        return entry.locked(ifnet, device::generic);
    }

    @Override
    public String status(Ifnet ifnet) throws IfnetException {
        return entry.locked(ifnet, device::status);
    }

    @Override
    public IfnetData data(Ifnet ifnet) {
        return DeviceControl.data(ifnet);
    }

    @Override
    public IfqControl queues() {
        return queues;
    }

    @Override
    public @Nullable Object control(Credential who, Ifnet ifnet, int family, ControlRequest request)
            throws IfnetException {
        Privilege needed = request.privilege();
        if (needed != null) {
            who.require(needed, request.what() + " of " + ifnet.name());
        }
        return entry.locked(ifnet, known -> device.other(who, known, family, request));
    }
}
