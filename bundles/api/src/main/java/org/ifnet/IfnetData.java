package org.ifnet;

import java.util.Map;

/**
 * What SIOCGIFDATA, RTM_IFINFO and the MIB tell of an interface, taken at one moment (reference 0.4). The counters are
 * sums over all cpus: there is no other way to read them.
 *
 * @param addressLength bytes of a link-level address, 0 for types without
 * @param headerLength bytes of link header
 * @param mtu bytes of payload
 * @param baudrate bits a second, 0 when unknown
 * @param capabilitiesEnabled a word of {@link IfCapabilities}
 * @param counters every counter, also those that are 0
 * @param lastChange nanoseconds on the clock of {@link org.ifnet.netisr.Env}
 */
public record IfnetData(
        IfType type,
        int physical,
        int addressLength,
        int headerLength,
        int mtu,
        int metric,
        LinkState linkState,
        long baudrate,
        int capabilitiesEnabled,
        Map<Counter, Long> counters,
        long lastChange) {
    public IfnetData {
        counters = Map.copyOf(counters);
    }
}
