package org.ifnet.core.internal;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.domain.Domain;
import org.ifnet.netisr.EnvMemory;
import org.ifnet.netisr.Published;
import org.jspecify.annotations.Nullable;

/** The domains of one interface. Under its control lock, but for {@link #map} and {@link #data}. */
final class Protocols {
    private static final Attached[] NONE = {};

    /** What is attached, with what each domain keeps for the interface. Never changed, only replaced. */
    private volatile Attached[] attached = NONE;

    private boolean open;
    private final Published<DomainMap> map;

    Protocols(EnvMemory memory) {
        map = memory.published(DomainMap.EMPTY);
    }

    /** @param data what the domain answered to attach, null when it does not want to hear of the end */
    private record Attached(Domain domain, @Nullable Object data) {}

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

    boolean has(Domain domain) {
        return find(domain) != null;
    }

    void add(Domain domain, @Nullable Object data) {
        attached = Snapshot.with(attached, new Attached(domain, data));
    }

    /** False when it is not there. */
    boolean remove(Domain domain) {
        Attached found = find(domain);
        if (found == null) {
            return false;
        }
        attached = Snapshot.without(attached, found);
        return true;
    }

    private @Nullable Attached find(Domain domain) {
        for (Attached one : attached) {
            if (one.domain == domain) {
                return one;
            }
        }
        return null;
    }

    /** What the domain keeps, null when it is not attached or keeps nothing. Any thread. */
    @Nullable
    Object data(Domain domain) {
        Attached found = find(domain);
        return found == null ? null : found.data;
    }

    /** What the domain of that family keeps. Any thread. */
    @Nullable
    Object data(int family) {
        for (Attached one : attached) {
            if (one.domain.family() == family) {
                return one.data;
            }
        }
        return null;
    }

    List<Domain> attached() {
        List<Domain> all = new ArrayList<>();
        for (Attached one : attached) {
            all.add(one.domain);
        }
        return all;
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
