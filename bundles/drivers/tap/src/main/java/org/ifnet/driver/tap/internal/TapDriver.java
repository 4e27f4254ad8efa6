package org.ifnet.driver.tap.internal;

import org.ifnet.IfnetException;
import org.ifnet.LinkState;
import org.ifnet.driver.DriverContext;
import org.ifnet.driver.DriverInfo;
import org.ifnet.driver.IfnetDriver;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifq.Subqueue;
import org.ifnet.linux.HostDevice;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * An Ethernet interface whose cable ends in a device of the host. Both ends have an address of their own. The host's
 * device lives from attach to detach.
 */
public final class TapDriver implements IfnetDriver {
    private static final long BAUDRATE = 10_000_000_000L;

    private final TapOptions options;
    private volatile MacAddress lladdr;
    private volatile @Nullable TapPort port;

    /**
     * @param name our interface, and the host's device when {@code params} names none
     * @param params {@code dev NAME} and {@code host ADDR/LEN}, in any order, or null; EINVAL for anything else
     * @param lladdr our end's address, not the host's
     */
    public TapDriver(String name, @Nullable String params, MacAddress lladdr) throws IfnetException {
        options = TapOptions.parse(name, params);
        this.lladdr = lladdr;
    }

    @Override
    public DriverInfo info() {
        return DriverInfo.ethernet(lladdr);
    }

    @Override
    public void attach(DriverContext context) throws IfnetException {
        TapDevice device = TapDevice.open(options.dev());
        try {
            configureHost();
            int cpu = context.ifnet().index() % context.cpus();
            TapPort opened = new TapPort(context, device, cpu);
            context.source(cpu, device.fd(), opened::poll);
            port = opened;
        } catch (IfnetException | RuntimeException e) {
            device.close();
            throw e;
        }
        context.linkState(LinkState.UP, BAUDRATE);
    }

    private void configureHost() throws IfnetException {
        IpAddress address = options.host();
        if (address != null) {
            HostDevice host = HostDevice.named(options.dev());
            host.setAddress(address.v4(), options.netmask());
            host.setUp(true);
        }
    }

    @Override
    public void detach() {
        TapPort closing = port;
        port = null;
        if (closing != null) {
            closing.close();
        }
    }

    @Override
    public void init() {
        receiving(true);
    }

    @Override
    public void stop() {
        receiving(false);
    }

    private void receiving(boolean on) {
        TapPort p = port;
        if (p != null) {
            p.receiving(on);
        }
    }

    @Override
    public void start(Subqueue queue) {
        TapPort p = port;
        if (p != null) {
            p.start(queue);
        }
    }

    /** Ours only; the host's device keeps its own. */
    @Override
    public void setMtu(int mtu) {}

    /** Nothing in the device depends on our end's address. */
    @Override
    public void setLladdr(MacAddress address) {
        lladdr = address;
    }

    @Override
    public String status() {
        TapPort p = port;
        String trouble = p == null ? "closed" : p.trouble();
        return "host device " + options.dev() + (trouble.isEmpty() ? "" : ", " + trouble);
    }
}
