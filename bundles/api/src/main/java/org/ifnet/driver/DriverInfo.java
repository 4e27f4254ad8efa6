package org.ifnet.driver;

import org.ifnet.IfFlags;
import org.ifnet.IfType;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a device is like: values, not behaviour.
 *
 * @param type decides the link layer
 * @param lladdr its own address; required for ETHER, null for types without
 * @param flags BROADCAST, SIMPLEX, MULTICAST, POINTOPOINT, LOOPBACK and the like; UP and RUNNING are ignored
 * @param mtu bytes of payload behind the link header at the start; for Ethernet 1500, not 1514
 * @param minMtu the least that setMtu will take, 72 or more
 * @param maxMtu the most, 65535 or less
 * @param capabilities what it can do (reference 0.3)
 * @param baudrate bits a second, 0 when unknown
 * @param queues transmit subqueues, 1 or more
 */
public record DriverInfo(
        IfType type,
        @Nullable MacAddress lladdr,
        int flags,
        int mtu,
        int minMtu,
        int maxMtu,
        int capabilities,
        long baudrate,
        int queues) {

    /** An ordinary Ethernet device: MTU 1500, one queue. */
    public static DriverInfo ethernet(MacAddress lladdr) {
        return new DriverInfo(
                IfType.ETHER,
                lladdr,
                IfFlags.BROADCAST | IfFlags.SIMPLEX | IfFlags.MULTICAST,
                EtherHeader.MTU,
                72,
                EtherHeader.MTU,
                0,
                10_000_000_000L,
                1);
    }

    /** The same device with {@code n} transmit queues. */
    public DriverInfo withQueues(int n) {
        return new DriverInfo(type, lladdr, flags, mtu, minMtu, maxMtu, capabilities, baudrate, n);
    }

    /** The same device with that range of MTUs. */
    public DriverInfo withMtu(int initial, int least, int most) {
        return new DriverInfo(type, lladdr, flags, initial, least, most, capabilities, baudrate, queues);
    }
}
