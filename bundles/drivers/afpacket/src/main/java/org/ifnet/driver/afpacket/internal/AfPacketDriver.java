package org.ifnet.driver.afpacket.internal;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.driver.DriverContext;
import org.ifnet.driver.DriverInfo;
import org.ifnet.driver.IfnetDriver;
import org.ifnet.ifq.Subqueue;
import org.ifnet.linux.HostDevice;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * An Ethernet device of the host as our interface. It is for the device of one index: when that is gone, the driver is
 * of no more use, even if another device takes the name.
 */
public final class AfPacketDriver implements IfnetDriver {
    private static final int LEAST_MTU = 72;
    private static final long BAUDRATE = 10_000_000_000L;

    private final HostDevice device;
    private final int ifindex;
    private volatile @Nullable MacAddress lladdr;
    private volatile @Nullable AfPacketPort port;
    /** We set the device up, and leave it as we found it. Control threads only. */
    private boolean wasDown;

    /**
     * @param device an existing device of the host; EINVAL for an impossible name, ENXIO when it does not exist
     * @param lladdr our address; null for the device's
     */
    public AfPacketDriver(String device, @Nullable MacAddress lladdr) throws IfnetException {
        this.device = HostDevice.named(device);
        this.lladdr = lladdr;
        ifindex = this.device.index();
        if (ifindex == 0) {
            throw new IfnetException(Errno.ENXIO, "host device " + device + " does not exist");
        }
    }

    int ifindex() {
        return ifindex;
    }

    @Override
    public DriverInfo info() throws IfnetException {
        MacAddress ours = lladdr;
        MacAddress theirs = device.lladdr();
        int mtu = Math.min(device.mtu(), EtherHeader.MTU);
        if (mtu < LEAST_MTU) {
            throw new IfnetException(Errno.EINVAL, "host device " + device + " has an mtu of " + mtu);
        }
        return DriverInfo.ethernet(ours != null ? ours : theirs).withMtu(mtu, LEAST_MTU, mtu);
    }

    @Override
    public void attach(DriverContext context) throws IfnetException {
        AfPacketSocket socket = AfPacketSocket.open(device.name(), ifindex);
        int cpu = context.ifnet().index() % context.cpus();
        AfPacketPort opened = new AfPacketPort(context, socket, cpu);
        try {
            context.source(cpu, socket.fd(), opened::poll);
        } catch (IfnetException | RuntimeException e) {
            opened.close();
            throw e;
        }
        port = opened;
        linkChanged();
    }

    @Override
    public void detach() {
        AfPacketPort closing = port;
        port = null;
        if (closing != null) {
            closing.close();
            leaveAsFound();
        }
    }

    private void leaveAsFound() {
        if (!wasDown || device.index() != ifindex) {
            return;
        }
        try {
            device.setUp(false);
        } catch (IfnetException e) {
            // It went away in between, which is as down as it can be.
            return;
        } finally {
            wasDown = false;
        }
    }

    /** Sets the host's device up if need be: an interface that is up wants a carrier. */
    @Override
    public void init() throws IfnetException {
        AfPacketPort p = port;
        if (p == null) {
            return;
        }
        if (device.setUp(true)) {
            wasDown = true;
        }
        p.receive();
        linkChanged();
    }

    @Override
    public void stop() {
        AfPacketPort p = port;
        if (p == null) {
            return;
        }
        try {
            p.stopReceiving();
        } catch (IfnetException e) {
            // Out of memory for a filter of eight bytes: then what comes is thrown away one by one.
            return;
        }
    }

    @Override
    public void start(Subqueue queue) {
        AfPacketPort p = port;
        if (p != null) {
            p.start(queue);
        }
    }

    /** Ours only; what is longer than the device takes was refused before. */
    @Override
    public void setMtu(int mtu) {}

    /** The device is promiscuous: it receives for every address. */
    @Override
    public void setLladdr(MacAddress address) {
        lladdr = address;
    }

    /** Looks at the device's carrier and passes it on. Any thread. */
    void linkChanged() {
        AfPacketPort p = port;
        if (p != null) {
            p.linkState(device.index() == ifindex && device.isRunning(), BAUDRATE);
        }
    }

    @Override
    public String status() {
        return "host device " + device + (device.index() == ifindex ? "" : ", deleted on the host");
    }
}
