package org.ifnet.itest.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.LinkState;
import org.ifnet.Registration;
import org.ifnet.driver.afpacket.internal.AfPacketDriver;
import org.ifnet.driver.afpacket.internal.AfPacketSettings;
import org.ifnet.driver.afpacket.internal.DeviceBinding;
import org.ifnet.driver.afpacket.internal.NetlinkWatch;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.linux.internal.EpollWaiterFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An interface follows its host device: deleted, made again, without carrier, reconfigured. */
@NeedsRoot
@Timeout(90)
class HotPlugIT {
    private static final String NAME = "wan0";

    private Namespaces namespaces;
    private Namespaces.Namespace host;
    private LinuxPlatform platform;
    private NetlinkWatch watch;
    private DeviceBinding binding;
    private Registration watching;
    private String device;

    @BeforeEach
    void start() throws IfnetException {
        namespaces = new Namespaces();
        host = namespaces.create();
        platform = new LinuxPlatform();
        device = namespaces.deviceName();
        watch = new NetlinkWatch(platform.env, new EpollWaiterFactory());
        binding = new DeviceBinding(platform.env, settings(""), this::publish);
        watching = watch.add(binding::look);
        binding.look();
    }

    @AfterEach
    void stop() {
        watching.close();
        binding.close();
        watch.close();
        platform.close();
        namespaces.close();
    }

    private AfPacketSettings settings(String lladdr) throws IfnetException {
        return AfPacketSettings.parse(device, NAME, lladdr);
    }

    private Registration publish(String name, AfPacketDriver driver) {
        try {
            Ifnets.Attachment attachment = platform.core.ifnets().attach(name, driver);
            return attachment::detach;
        } catch (IfnetException e) {
            throw new AssertionError(e);
        }
    }

    private Ifnet ifnet() {
        return platform.core.ifnets().byName(NAME);
    }

    private void makeDevice() throws IfnetException {
        namespaces.veth(host, device, "peer0");
        host.ip("addr add 10.9.1.1/24 dev peer0");
    }

    /** Returns when the interface is gone with everything it had: it leaves the table first. */
    private void deleteDevice() {
        Tool.check("ip", "link", "del", device);
        DriverBench.await("out of the table", () -> ifnet() == null);
        binding.look();
    }

    private void usable() throws IfnetException {
        DriverBench.await("attached", () -> ifnet() != null);
        platform.core.control().setFlags(LinuxPlatform.ROOT, ifnet(), IfFlags.UP, 0);
        platform.route.ifaddrs().add(LinuxPlatform.ROOT, ifnet(), AddressSpec.parse("10.9.1.2/24"));
        Pings.fromUs(platform.inet.echo(), "10.9.1.1", 10, 56);
    }

    @Test
    void comesAndGoesWithItsDeviceAndLeavesNothing() throws IfnetException {
        assertEquals(null, ifnet());
        makeDevice();
        usable();
        deleteDevice();
        int descriptors = Descriptors.count();
        for (int i = 0; i < 10; i++) {
            makeDevice();
            usable();
            deleteDevice();
            assertEquals(descriptors, Descriptors.count(), "round " + i);
            assertEquals(0, platform.pool.outstanding(), "round " + i);
        }
    }

    @Test
    void anotherDeviceOfTheSameNameIsNoticedEvenWhenTheWatchSawNeither() throws IfnetException {
        makeDevice();
        usable();
        Ifnet first = ifnet();
        watching.close();
        Tool.check("ip", "link", "del", device);
        makeDevice();
        binding.look();
        assertEquals(false, first.isAttached());
        usable();
    }

    @Test
    void linkStateFollowsTheCarrier() throws IfnetException {
        makeDevice();
        usable();
        DriverBench.await("up", () -> ifnet().linkState() == LinkState.UP);
        host.ip("link set peer0 down");
        DriverBench.await("down", () -> ifnet().linkState() == LinkState.DOWN);
        host.ip("link set peer0 up");
        DriverBench.await("up again", () -> ifnet().linkState() == LinkState.UP);
    }

    @Test
    void anEditThatChangesNothingDetachesNothing() throws IfnetException {
        makeDevice();
        usable();
        Ifnet first = ifnet();
        binding.settings(settings(" "));
        assertSame(first, ifnet());
        binding.settings(settings("02:00:00:00:00:09"));
        assertNotNull(ifnet());
        assertEquals(false, first.isAttached());
        assertEquals("02:00:00:00:00:09", String.valueOf(ifnet().lladdr()));
        usable();
    }
}
