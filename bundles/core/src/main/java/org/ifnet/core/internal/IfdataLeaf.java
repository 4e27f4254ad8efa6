package org.ifnet.core.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import org.ifnet.Counter;
import org.ifnet.Ifnet;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * One value that the MIB has of every interface.
 *
 * @param name what follows the index
 * @param counter which counter it is, null for what is none
 */
record IfdataLeaf(
        String name,
        String description,
        Function<Ifnet, String> getter,
        @Nullable Counter counter) {
    static final List<IfdataLeaf> ALL = all();

    private static List<IfdataLeaf> all() {
        List<IfdataLeaf> leaves = new ArrayList<>();
        of(leaves, "name", "name", Ifnet::name);
        of(leaves, "flags", "flags, hexadecimal", ifnet -> "0x" + Integer.toHexString(ifnet.flags()));
        of(leaves, "pcount", "how many asked for PROMISC", Ifnet::promiscCount);
        of(leaves, "amcount", "how many asked for ALLMULTI", Ifnet::allmultiCount);
        of(
                leaves,
                "snd_maxlen",
                "packets that fit into each transmit queue",
                ifnet -> ifnet.queue().maxLength());
        of(leaves, "snd_len", "packets that wait for transmission", IfdataLeaf::waiting);
        of(leaves, "type", "type in the IANA registry", ifnet -> ifnet.type().number());
        of(leaves, "physical", "the driver's number of its physical medium", Ifnet::physical);
        of(leaves, "addrlen", "bytes of a link-level address", ifnet -> ifnet.lladdr() == null ? 0 : MacAddress.LENGTH);
        of(leaves, "hdrlen", "bytes of link header", Ifnet::headerLength);
        of(leaves, "mtu", "bytes of payload", Ifnet::mtu);
        of(leaves, "metric", "metric", Ifnet::metric);
        of(
                leaves,
                "link_state",
                "0 unknown, 1 down, 2 up",
                ifnet -> ifnet.linkState().ordinal());
        of(leaves, "baudrate", "bits a second, 0 when unknown", Ifnet::baudrate);
        of(leaves, "capenable", "enabled capabilities, hexadecimal", IfdataLeaf::enabled);
        of(leaves, "lastchange", "nanoseconds on the platform's clock at the last change", Ifnet::lastChange);
        for (Counter counter : Counter.values()) {
            leaves.add(new IfdataLeaf(
                    "general." + counter.name().toLowerCase(Locale.ROOT),
                    "counter, sum over all cpus; can be set",
                    ifnet -> Long.toString(ifnet.counters().get(counter)),
                    counter));
        }
        leaves.add(new IfdataLeaf("linkspecific", "what the driver says of itself", Ifnet::driverStatus, null));
        return List.copyOf(leaves);
    }

    private static void of(List<IfdataLeaf> leaves, String name, String description, Function<Ifnet, Object> getter) {
        leaves.add(new IfdataLeaf("general." + name, description, ifnet -> String.valueOf(getter.apply(ifnet)), null));
    }

    private static int waiting(Ifnet ifnet) {
        int packets = 0;
        for (int i = 0; i < ifnet.queue().count(); i++) {
            packets += ifnet.queue().subqueue(i).length();
        }
        return packets;
    }

    private static String enabled(Ifnet ifnet) {
        return "0x" + Integer.toHexString(ifnet.capabilitiesEnabled());
    }
}
