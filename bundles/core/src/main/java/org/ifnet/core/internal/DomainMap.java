package org.ifnet.core.internal;

import org.ifnet.domain.Domain;
import org.jspecify.annotations.Nullable;

/** The protocols of one interface as published to the packet path; never changed. There are few: a scan is quickest. */
final class DomainMap {
    static final DomainMap EMPTY = new DomainMap(new Domain[0]);

    private final Domain[] domains;
    private final int[] types;
    private final Domain[] byType;

    private DomainMap(Domain[] domains) {
        this.domains = domains;
        int count = 0;
        for (Domain domain : domains) {
            count += domain.inputTypes().length;
        }
        types = new int[count];
        byType = new Domain[count];
        int at = 0;
        for (Domain domain : domains) {
            for (int type : domain.inputTypes()) {
                types[at] = type;
                byType[at++] = domain;
            }
        }
    }

    DomainMap with(Domain domain) {
        return new DomainMap(Snapshot.with(domains, domain));
    }

    DomainMap without(Domain domain) {
        return new DomainMap(Snapshot.without(domains, domain));
    }

    @Nullable
    Domain byEtherType(int type) {
        for (int i = 0; i < types.length; i++) {
            if (types[i] == type) {
                return byType[i];
            }
        }
        return null;
    }

    @Nullable
    Domain byFamily(int family) {
        for (Domain domain : domains) {
            if (domain.family() == family) {
                return domain;
            }
        }
        return null;
    }
}
