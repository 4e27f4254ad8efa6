package org.ifnet.config.internal;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.IfFlags;
import org.ifnet.ifaddr.AddressSpec;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of one interface.
 *
 * @param on flags to set
 * @param off flags to clear
 * @param mtu bytes, or 0 for what the driver says
 * @param metric or -1
 * @param lladdr as text, or null for the device's own
 * @param name what it was renamed to, or null
 * @param addresses in the order of adding
 * @param device what is wanted of its device and groups
 */
record WantedIfnet(
        int on,
        int off,
        int mtu,
        int metric,
        @Nullable String lladdr,
        @Nullable String name,
        List<AddressSpec> addresses,
        WantedDevice device) {
    static final int NO_METRIC = -1;
    static final WantedIfnet NOTHING = new WantedIfnet(0, 0, 0, NO_METRIC, null, null, List.of(), WantedDevice.NOTHING);

    WantedIfnet withFlags(int set, int clear) {
        int s = set & ~IfFlags.CANTCHANGE;
        int c = clear & ~IfFlags.CANTCHANGE;
        return new WantedIfnet((on | s) & ~c, (off | c) & ~(s & ~c), mtu, metric, lladdr, name, addresses, device);
    }

    WantedIfnet withMtu(int value) {
        return new WantedIfnet(on, off, value, metric, lladdr, name, addresses, device);
    }

    WantedIfnet withMetric(int value) {
        return new WantedIfnet(on, off, mtu, value, lladdr, name, addresses, device);
    }

    WantedIfnet withLladdr(String value) {
        return new WantedIfnet(on, off, mtu, metric, value, name, addresses, device);
    }

    WantedIfnet withName(@Nullable String value) {
        return new WantedIfnet(on, off, mtu, metric, lladdr, value, addresses, device);
    }

    WantedIfnet withDevice(WantedDevice changed) {
        return new WantedIfnet(on, off, mtu, metric, lladdr, name, addresses, changed);
    }

    /** An address that is there already is changed in its place. */
    WantedIfnet with(AddressSpec added) {
        List<AddressSpec> all = new ArrayList<>(addresses);
        all.replaceAll(a -> isSame(a, added) ? added : a);
        if (!all.contains(added)) {
            all.add(added);
        }
        return withAddresses(all);
    }

    WantedIfnet without(AddressSpec deleted) {
        List<AddressSpec> all = new ArrayList<>(addresses);
        all.removeIf(a -> isSame(a, deleted));
        return withAddresses(all);
    }

    /** The interface is the scope, named or not. */
    private static boolean isSame(AddressSpec a, AddressSpec b) {
        return a.address().withZone("").equals(b.address().withZone(""));
    }

    private WantedIfnet withAddresses(List<AddressSpec> all) {
        return new WantedIfnet(on, off, mtu, metric, lladdr, name, List.copyOf(all), device);
    }
}
