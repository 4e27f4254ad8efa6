package org.ifnet.route.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

import org.ifnet.Ifnet;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.netisr.EnvMemory;
import org.jspecify.annotations.Nullable;

/** Which interface has which addresses. Netctl writes; any thread reads what was published, without locks. */
final class AddressBook {
    private static final Held NOTHING = new Held(List.of(), List.of(), new int[0]);

    private final ConcurrentHashMap<Ifnet, Held> byIfnet = new ConcurrentHashMap<>();
    private final HostTable hosts4;
    private final HostTable hosts6;
    private final LastBytes broadcastBytes = new LastBytes();

    AddressBook(EnvMemory memory) {
        hosts4 = new HostTable(memory);
        hosts6 = new HostTable(memory);
    }

    /** What one interface has: never changed, only replaced. */
    private record Held(List<Assigned> assigned, List<Ifaddr> ifaddrs, int[] broadcasts) {
        static Held of(List<Assigned> assigned) {
            Ifaddr[] ifaddrs = new Ifaddr[assigned.size()];
            int[] broadcasts = new int[2 * ifaddrs.length];
            int found = 0;
            for (int i = 0; i < ifaddrs.length; i++) {
                Ifaddr a = assigned.get(i).ifaddr();
                ifaddrs[i] = a;
                IpAddress broadcast = a.broadcast();
                if (broadcast != null) {
                    broadcasts[found++] = broadcast.v4();
                    broadcasts[found++] = a.prefix().address().v4();
                }
            }
            return new Held(List.copyOf(assigned), List.of(ifaddrs), Arrays.copyOf(broadcasts, found));
        }
    }

    private Held held(Ifnet ifnet) {
        Held held = byIfnet.get(ifnet);
        return held == null ? NOTHING : held;
    }

    List<Ifaddr> list(Ifnet ifnet) {
        return held(ifnet).ifaddrs;
    }

    List<Assigned> assigned(Ifnet ifnet) {
        return held(ifnet).assigned;
    }

    /** The record of that address on the interface, or the first of the family when {@code address} is null. */
    @Nullable
    Assigned find(Ifnet ifnet, int family, @Nullable IpAddress address) {
        for (Assigned a : assigned(ifnet)) {
            IpAddress its = a.ifaddr().address();
            if (its.family() == family && (address == null || address.equals(its))) {
                return a;
            }
        }
        return null;
    }

    /** Puts an address in the place of another, or at the end. */
    void put(Assigned fresh, @Nullable Assigned old) {
        Ifnet ifnet = fresh.ifaddr().ifnet();
        List<Assigned> list = new ArrayList<>(assigned(ifnet));
        int at = old == null ? -1 : list.indexOf(old);
        if (old == null || at < 0) {
            list.add(fresh);
            table(fresh.ifaddr()).add(fresh.ifaddr());
        } else {
            list.set(at, fresh);
            table(fresh.ifaddr()).add(fresh.ifaddr());
            table(old.ifaddr()).remove(old.ifaddr());
        }
        publish(ifnet, list);
    }

    void remove(Assigned gone) {
        Ifnet ifnet = gone.ifaddr().ifnet();
        List<Assigned> list = new ArrayList<>(assigned(ifnet));
        list.remove(gone);
        table(gone.ifaddr()).remove(gone.ifaddr());
        publish(ifnet, list);
    }

    private void publish(Ifnet ifnet, List<Assigned> list) {
        int[] old = held(ifnet).broadcasts;
        Held now = Held.of(list);
        broadcastBytes.count(now.broadcasts, 1);
        if (list.isEmpty()) {
            byIfnet.remove(ifnet);
        } else {
            byIfnet.put(ifnet, now);
        }
        broadcastBytes.count(old, -1);
    }

    /** The interfaces that have addresses, by index. */
    List<Ifnet> ifnets() {
        return byIfnet.keySet().stream()
                .sorted(Comparator.comparingInt(Ifnet::index))
                .toList();
    }

    /** How many addresses all interfaces have together; a walk over those that have any. */
    int size() {
        int size = 0;
        for (Held held : byIfnet.values()) {
            size += held.ifaddrs.size();
        }
        return size;
    }

    @Nullable
    Ifaddr local4(int address) {
        return hosts4.find(0, address & 0xffff_ffffL);
    }

    @Nullable
    Ifaddr local6(long hi, long lo) {
        return hosts6.find(hi, lo);
    }

    boolean isBroadcast4(Ifnet ifnet, int address) {
        if (address == -1 || address == 0) {
            return true;
        }
        if (!broadcastBytes.mayContain(address)) {
            return false;
        }
        for (int broadcast : held(ifnet).broadcasts) {
            if (broadcast == address) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    Ifaddr forDestination(Ifnet ifnet, IpAddress destination) {
        Ifaddr first = null;
        for (Ifaddr a : list(ifnet)) {
            if (a.address().family() != destination.family()) {
                continue;
            }
            IpAddress farEnd = a.destination();
            IpPrefix net = a.prefix();
            if (farEnd != null ? farEnd.equals(destination) : net.contains(destination)) {
                return a;
            }
            first = first == null ? a : first;
        }
        return first;
    }

    private HostTable table(Ifaddr a) {
        return a.address().isV4() ? hosts4 : hosts6;
    }
}
