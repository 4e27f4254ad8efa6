package org.ifnet.inet.internal;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.Ifnet;

/** Addresses of others that this host answers for (published entries). Netctl changes them; any thread reads. */
final class ArpProxies {
    private volatile List<Proxy> all = List.of();

    record Proxy(Ifnet ifnet, int address, long lladdr) {}

    /** What to answer on that interface to who asks for the address, or -1. */
    long find(Ifnet ifnet, int address) {
        List<Proxy> now = all;
        for (int i = 0; i < now.size(); i++) {
            Proxy p = now.get(i);
            if (p.address == address && p.ifnet == ifnet) {
                return p.lladdr;
            }
        }
        return -1;
    }

    List<Proxy> all() {
        return all;
    }

    void set(Ifnet ifnet, int address, long lladdr) {
        List<Proxy> next = new ArrayList<>(all);
        next.removeIf(p -> p.address == address && p.ifnet == ifnet);
        next.add(new Proxy(ifnet, address, lladdr));
        all = List.copyOf(next);
    }

    /** Whether there was one. */
    boolean remove(int address) {
        List<Proxy> next = new ArrayList<>(all);
        boolean found = next.removeIf(p -> p.address == address);
        all = List.copyOf(next);
        return found;
    }

    void flush(Ifnet ifnet) {
        if (all.stream().anyMatch(p -> p.ifnet == ifnet)) {
            all = all.stream().filter(p -> p.ifnet != ifnet).toList();
        }
    }
}
