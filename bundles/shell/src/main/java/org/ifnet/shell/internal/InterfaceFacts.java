package org.ifnet.shell.internal;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.ifnet.Counter;
import org.ifnet.DropReason;
import org.ifnet.Ifnet;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.Ifmaddr;
import org.ifnet.ifaddr.Ifmaddrs;

/**
 * What netstat tells of one interface, read once: the table and the JSON show the same values. An engine that is not there
 * leaves a gap.
 *
 * @param counters sums over all cpus
 */
record InterfaceFacts(
        Ifnet ifnet,
        List<Ifaddr> addresses,
        List<Ifmaddr> memberships,
        Map<Counter, Long> counters,
        Map<DropReason, Long> dropsReceived,
        Map<DropReason, Long> dropsToSend) {

    static InterfaceFacts of(Platform platform, Ifnet ifnet) {
        Ifaddrs ifaddrs = platform.ifaddrsOrNull();
        Ifmaddrs ifmaddrs = platform.ifmaddrsOrNull();
        Map<Counter, Long> counters = new EnumMap<>(Counter.class);
        for (Counter counter : Counter.values()) {
            counters.put(counter, ifnet.counters().get(counter));
        }
        return new InterfaceFacts(
                ifnet,
                ifaddrs == null ? List.of() : ifaddrs.list(ifnet),
                ifmaddrs == null ? List.of() : ifmaddrs.list(ifnet),
                counters,
                ifnet.counters().drops().nonZero(),
                DropTable.transmitDrops(ifnet));
    }

    long get(Counter counter) {
        return counters.getOrDefault(counter, 0L);
    }
}
