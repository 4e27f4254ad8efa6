package org.ifnet.core.internal;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.domain.Domain;
import org.ifnet.netisr.EnvMemory;
import org.ifnet.netisr.Published;

/** The domains of one interface. Under its control lock, but for {@link #map}. */
final class Protocols {
    private final List<Domain> attached = new ArrayList<>();
    private boolean open;
    private final Published<DomainMap> map;

    Protocols(EnvMemory memory) {
        map = memory.published(DomainMap.EMPTY);
    }

    void open() {
        open = true;
    }

    void close() {
        open = false;
    }

    /** Domains may attach. */
    boolean isOpen() {
        return open;
    }

    /** False when it is there already. */
    boolean add(Domain domain) {
        return !attached.contains(domain) && attached.add(domain);
    }

    boolean remove(Domain domain) {
        return attached.remove(domain);
    }

    List<Domain> attached() {
        return List.copyOf(attached);
    }

    /** Packets go to it from here on. */
    void publish(Domain domain) {
        map.setRelease(map().with(domain));
    }

    /** After this and the barrier no packet goes to it. */
    void unpublish(Domain domain) {
        map.setRelease(map().without(domain));
    }

    /** What the packet path uses. Any thread. */
    DomainMap map() {
        return map.getAcquire();
    }
}
