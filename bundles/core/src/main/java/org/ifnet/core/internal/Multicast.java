package org.ifnet.core.internal;

import java.util.Collections;
import java.util.List;
import java.util.Set;

import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.ifaddr.Ifmaddr;
import org.ifnet.ifaddr.Ifmaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * Joins and leaves multicast groups (reference 1.13). The driver loads its filter before anything is published, so that
 * its refusal leaves the membership as it was. BUGs of the original that cannot be here: a link-level record whose
 * fields nobody set, the copy of an address that nobody freed, and a flush that keeps what has several users.
 */
final class Multicast implements Ifmaddrs {
    private final ControlEntry entry;
    private final FlagControl flags;
    private final Events events;
    private final Census census;

    Multicast(ControlEntry entry, FlagControl flags, Events events, Census census) {
        this.entry = entry;
        this.flags = flags;
        this.events = events;
        this.census = census;
    }

    @Override
    public List<Ifmaddr> list(Ifnet ifnet) {
        return ifnet instanceof CoreIfnet known ? known.memberships().all() : List.of();
    }

    @Override
    public void join(Credential who, Ifnet ifnet, IpAddress group) throws IfnetException {
        entry.change(who, "join " + group, ifnet, known -> {
            checkMulticast(known);
            Memberships old = known.memberships();
            boolean first = old.find(group) == null;
            if (first && isAll(group)) {
                flags.allmulti(known, true);
                publish(known, old.join(group, null));
            } else if (first) {
                MacAddress lladdr = resolve(known, group);
                load(known, old.join(group, lladdr), lladdr == null);
            } else {
                publish(known, old.join(group, null));
            }
            if (first) {
                tellJoined(known, group);
            }
        });
    }

    /** "::" of IPv6 stands for every group: it counts as a user of ALLMULTI, which the original forgets. */
    private static boolean isAll(IpAddress group) {
        return !group.isV4() && group.isUnspecified();
    }

    private void tellJoined(CoreIfnet ifnet, IpAddress group) {
        Ifmaddr made = ifnet.memberships().find(group);
        if (made != null) {
            events.emit(ifnet, sequence -> new IfnetEvent.MulticastJoined(sequence, ifnet, made));
        }
    }

    @Override
    public void leave(Credential who, Ifnet ifnet, IpAddress group) throws IfnetException {
        entry.change(who, "leave " + group, ifnet, known -> {
            Memberships old = known.memberships();
            Ifmaddr member = old.find(group);
            if (member == null) {
                throw new IfnetException(Errno.ENOENT, known.name() + " has not joined " + group);
            }
            Memberships next = old.leave(member);
            if (member.references() > 1) {
                publish(known, next);
                return;
            }
            if (isAll(group)) {
                flags.allmulti(known, false);
                publish(known, next);
            } else {
                load(known, next, member.lladdr() == null);
            }
            events.emit(known, sequence -> new IfnetEvent.MulticastLeft(sequence, known, member));
        });
    }

    @Override
    public void join(Credential who, Ifnet ifnet, MacAddress group) throws IfnetException {
        entry.change(who, "join " + group, ifnet, known -> {
            checkMulticast(known);
            if (!group.isGroup()) {
                throw new IfnetException(
                        Errno.EADDRNOTAVAIL, known.name() + ": " + group + " is not the address of a group");
            }
            load(known, known.memberships().direct(group, 1), false);
        });
    }

    @Override
    public void leave(Credential who, Ifnet ifnet, MacAddress group) throws IfnetException {
        entry.change(who, "leave " + group, ifnet, known -> {
            Ifmaddr member = known.memberships().find(group);
            if (member == null || member.direct() == 0) {
                throw new IfnetException(Errno.ENOENT, known.name() + " has not joined " + group);
            }
            load(known, known.memberships().direct(group, -1), false);
        });
    }

    @Override
    public void leaveAll(Credential who, Ifnet ifnet) throws IfnetException {
        entry.change(who, "leave all groups", ifnet, known -> {
            List<Ifmaddr> old = known.memberships().all();
            boolean all = old.stream().anyMatch(one -> one.group() != null && isAll(one.group()));
            if (all) {
                flags.allmulti(known, false);
            }
            try {
                load(known, Memberships.NONE, false);
            } catch (IfnetException e) {
                if (all) {
                    flags.allmultiAgain(known, e);
                }
                throw e;
            }
            tellLeft(known, old);
        });
    }

    /** The interface goes: what protocols did not give back ends here. The driver is gone. Under the control lock. */
    void clear(CoreIfnet ifnet) {
        List<Ifmaddr> old = ifnet.memberships().all();
        if (!old.isEmpty()) {
            publish(ifnet, Memberships.NONE);
            tellLeft(ifnet, old);
        }
    }

    private void tellLeft(CoreIfnet ifnet, List<Ifmaddr> gone) {
        for (Ifmaddr one : gone) {
            if (one.group() != null) {
                events.emit(ifnet, sequence -> new IfnetEvent.MulticastLeft(sequence, ifnet, one));
            }
        }
    }

    private static void checkMulticast(CoreIfnet ifnet) throws IfnetException {
        if (!ifnet.has(IfFlags.MULTICAST)) {
            throw new IfnetException(Errno.EOPNOTSUPP, "interface " + ifnet.name() + " has no multicast");
        }
    }

    private static @Nullable MacAddress resolve(CoreIfnet ifnet, IpAddress group) throws IfnetException {
        Port port = ifnet.port();
        if (port == null) {
            throw new IfnetException(Errno.EAFNOSUPPORT, "no link layer of " + ifnet.name() + " maps " + group);
        }
        return port.layer().resolveMulticast(port, group);
    }

    /**
     * The driver first, when the set of addresses changes; then what it accepted counts.
     *
     * @param always the driver is told of a group that has no address of its own, as it comes and as it goes
     */
    private void load(CoreIfnet ifnet, Memberships next, boolean always) throws IfnetException {
        Set<MacAddress> wanted = next.linkLevel();
        Binding bound = ControlEntry.bound(ifnet);
        if ((always || !wanted.equals(ifnet.memberships().linkLevel())) && !bound.isQuarantined()) {
            tell(bound, wanted);
        }
        publish(ifnet, next);
    }

    private static void tell(Binding bound, Set<MacAddress> wanted) throws IfnetException {
        Set<MacAddress> addresses = Collections.unmodifiableSet(wanted);
        bound.change("setMulticast", driver -> driver.setMulticast(addresses));
    }

    private void publish(CoreIfnet ifnet, Memberships next) {
        census.ifmaddrs(next.all().size() - ifnet.memberships().all().size());
        ifnet.memberships(next);
    }

    /** A driver that came back from quarantine. Under the control lock. */
    static void reload(CoreIfnet ifnet, Binding fresh) throws IfnetException {
        Set<MacAddress> wanted = ifnet.memberships().linkLevel();
        if (!wanted.isEmpty()) {
            tell(fresh, wanted);
        }
    }
}
