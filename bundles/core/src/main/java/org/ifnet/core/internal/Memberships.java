package org.ifnet.core.internal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.ifnet.ifaddr.Ifmaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * The multicast memberships of one interface (reference 1.13) as a value that does not change: each operation makes the
 * next one, which counts when the driver has taken it. Newest first.
 *
 * <p>A link-level record counts the groups that map to it and those who joined it directly, apart from each other, so
 * that nobody can give back what a protocol uses.
 */
record Memberships(List<Ifmaddr> all) {
    static final Memberships NONE = new Memberships(List.of());

    @Nullable
    Ifmaddr find(IpAddress group) {
        for (Ifmaddr one : all) {
            if (group.equals(one.group())) {
                return one;
            }
        }
        return null;
    }

    @Nullable
    Ifmaddr find(MacAddress lladdr) {
        for (Ifmaddr one : all) {
            if (one.group() == null && lladdr.equals(one.lladdr())) {
                return one;
            }
        }
        return null;
    }

    /** One user more of a group, which maps to {@code lladdr} if the link maps at all. */
    Memberships join(IpAddress group, @Nullable MacAddress lladdr) {
        Ifmaddr known = find(group);
        if (known != null) {
            return replaced(known, new Ifmaddr(group, known.lladdr(), known.references() + 1, 0));
        }
        Memberships next = added(new Ifmaddr(group, lladdr, 1, 0));
        return lladdr == null ? next : next.link(lladdr, 1, 0);
    }

    /** One user less of a group that has some. */
    Memberships leave(Ifmaddr known) {
        IpAddress group = known.group();
        MacAddress lladdr = known.lladdr();
        if (known.references() > 1) {
            return replaced(known, new Ifmaddr(group, lladdr, known.references() - 1, 0));
        }
        Memberships next = replaced(known, null);
        return lladdr == null ? next : next.link(lladdr, -1, 0);
    }

    /** One direct user of a link-level address more or less. */
    Memberships direct(MacAddress lladdr, int change) {
        return link(lladdr, change, change);
    }

    private Memberships link(MacAddress lladdr, int references, int direct) {
        Ifmaddr known = find(lladdr);
        if (known == null) {
            return added(new Ifmaddr(null, lladdr, references, direct));
        }
        int left = known.references() + references;
        return replaced(known, left == 0 ? null : new Ifmaddr(null, lladdr, left, known.direct() + direct));
    }

    private Memberships added(Ifmaddr one) {
        List<Ifmaddr> next = new ArrayList<>(all.size() + 1);
        next.add(one);
        next.addAll(all);
        return new Memberships(List.copyOf(next));
    }

    private Memberships replaced(Ifmaddr old, @Nullable Ifmaddr fresh) {
        List<Ifmaddr> next = new ArrayList<>(all.size());
        for (Ifmaddr one : all) {
            if (one != old) {
                next.add(one);
            } else if (fresh != null) {
                next.add(fresh);
            }
        }
        return new Memberships(List.copyOf(next));
    }

    /** What the driver is to receive. */
    Set<MacAddress> linkLevel() {
        Set<MacAddress> addresses = new LinkedHashSet<>();
        for (Ifmaddr one : all) {
            MacAddress lladdr = one.lladdr();
            if (one.group() == null && lladdr != null) {
                addresses.add(lladdr);
            }
        }
        return addresses;
    }
}
