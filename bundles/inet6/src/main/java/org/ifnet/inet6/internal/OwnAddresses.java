package org.ifnet.inet6.internal;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.control.Credential;
import org.ifnet.control.Privilege;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet6.Address6State;
import org.ifnet.inet6.Address6States;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.ifnet.wire.Ip6Header;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the addresses of interfaces: state, groups and duplicate detection of each, and those that IPv6 makes itself.
 * On netctl, but where said otherwise.
 */
final class OwnAddresses implements Address6States {
    private static final Logger LOG = LoggerFactory.getLogger(OwnAddresses.class);

    private static final long SECOND = 1_000_000_000L;
    private static final int HALF = 64;

    private final Env env;
    private final Netisr netisr;
    private final Ifnets ifnets;
    private final Ifaddrs ifaddrs;
    private final Knobs knobs;
    private final Groups groups;
    private final NdSender sender;
    private final Dad dad;
    /** Is told when an address may have an end. */
    private Runnable mortal = () -> {};

    /** What the next address is that somebody here adds. */
    private @Nullable Expected expected;

    private record Expected(Link6 link, IpAddress address, int flags, long preferredUntil, long validUntil) {}

    OwnAddresses(
            Env env,
            Netisr netisr,
            Ifnets ifnets,
            Ifaddrs ifaddrs,
            Knobs knobs,
            Groups groups,
            NdSender sender,
            Dad.Settled settled) {
        this.env = env;
        this.netisr = netisr;
        this.ifnets = ifnets;
        this.ifaddrs = ifaddrs;
        this.knobs = knobs;
        this.groups = groups;
        this.sender = sender;
        dad = new Dad(env, netisr, knobs, sender, settled);
    }

    void onMortal(Runnable told) {
        mortal = told;
    }

    Dad dad() {
        return dad;
    }

    /** The next address of the link that is this one is not an administrator's. */
    void expect(Link6 link, IpAddress address, int flags, long preferredUntil, long validUntil) {
        expected = new Expected(link, address, flags, preferredUntil, validUntil);
    }

    void expectNothing() {
        expected = null;
    }

    /** Deprecates an address whose time as a preferred one is over, or ends that. */
    void age(Own6 own, long now) {
        boolean preferred = own.preferredUntil == Long.MAX_VALUE || own.preferredUntil - now > 0;
        own.flags = preferred ? own.flags & ~Address6State.DEPRECATED : own.flags | Address6State.DEPRECATED;
    }

    /** The same for all of a link, and deletes those that are not valid any more; whether any lives for a time only. */
    boolean age(Link6 link, long now) {
        boolean mortal = false;
        for (Own6 own : link.own()) {
            if (own.validUntil != Long.MAX_VALUE && own.validUntil - now <= 0) {
                delete(link.ifnet, own.ifaddr.address());
            } else if (own.validUntil != Long.MAX_VALUE || own.preferredUntil != Long.MAX_VALUE) {
                age(own, now);
                mortal = true;
            }
        }
        return mortal;
    }

    /** Makes the records of IPv6 agree with the addresses that the interface has. */
    void sync(Link6 link) {
        List<Ifaddr> now = ifaddrs.list(link.ifnet).stream()
                .filter(a -> !a.address().isV4())
                .toList();
        Own6[] before = link.own();
        List<Own6> after = new ArrayList<>();
        List<Own6> fresh = new ArrayList<>();
        for (Ifaddr a : now) {
            Own6 known = find(before, a);
            if (known == null) {
                known = begin(link, a);
                fresh.add(known);
            }
            after.add(known);
        }
        link.own(after.toArray(Own6[]::new));
        for (Own6 old : before) {
            if (!after.contains(old)) {
                end(link, old);
            }
        }
        if (before.length == 0 && !after.isEmpty()) {
            groups.join(link, Ip6Header.LINK_GROUP_HI, Ip6Header.ALL_NODES_LO, () -> {});
        }
        fresh.forEach(own -> joined(link, own));
        if (before.length > 0 && after.isEmpty()) {
            groups.leave(link, Ip6Header.LINK_GROUP_HI, Ip6Header.ALL_NODES_LO);
        }
    }

    private static @Nullable Own6 find(Own6[] all, Ifaddr a) {
        for (Own6 o : all) {
            if (o.ifaddr == a) {
                return o;
            }
        }
        return null;
    }

    private Own6 begin(Link6 link, Ifaddr a) {
        Own6 own = new Own6(a);
        own.flags = dad.applies(link.ifnet) ? Address6State.TENTATIVE : 0;
        Expected e = expected;
        if (e != null && e.link == link && e.address.hi() == own.hi && e.address.lo() == own.lo) {
            own.automatic = true;
            own.flags |= e.flags;
            own.preferredUntil = e.preferredUntil;
            own.validUntil = e.validUntil;
            age(own, env.nanoTime());
        }
        return own;
    }

    /** The group first: without it no answer to the question would be heard. */
    private void joined(Link6 link, Own6 own) {
        boolean soon = !own.ifaddr.address().isLinkLocal();
        groups.join(
                link,
                Ip6Header.LINK_GROUP_HI,
                Ip6Header.solicitedNodeLo(own.lo),
                () -> netisr.post(Netisr.NETCTL, () -> ask(link, own, soon)));
    }

    private void ask(Link6 link, Own6 own, boolean soon) {
        boolean there = link.find(own.hi, own.lo) == own;
        if (there
                && own.has(Address6State.TENTATIVE)
                && !own.has(Address6State.DUPLICATED)
                && own.timer == null
                && link.ifnet.has(IfFlags.UP)) {
            dad.start(link, own, soon);
        }
    }

    private void end(Link6 link, Own6 own) {
        dad.stop(own);
        groups.leave(link, Ip6Header.LINK_GROUP_HI, Ip6Header.solicitedNodeLo(own.lo));
    }

    /** The interface went up: every address has to be asked for again. */
    void up(Link6 link) {
        for (Own6 own : link.own()) {
            if (dad.applies(link.ifnet) && own.timer == null && !own.has(Address6State.ANYCAST)) {
                own.flags = own.flags & ~Address6State.DUPLICATED | Address6State.TENTATIVE;
                dad.start(link, own, false);
            }
        }
    }

    /** The interface is down: somebody may take our addresses meanwhile. */
    void down(Link6 link) {
        for (Own6 own : link.own()) {
            dad.stop(own);
            if (dad.applies(link.ifnet) && !own.has(Address6State.ANYCAST)) {
                own.flags |= Address6State.TENTATIVE;
            }
        }
    }

    /** Tells the neighbours of an interface which addresses are ours, so that they correct what they remember. Any thread. */
    void announce(Link6 link) {
        for (Own6 own : link.own()) {
            if (own.isSource() && link.ifnet.isUsable()) {
                sender.advertise(link, own, Ip6Header.LINK_GROUP_HI, Ip6Header.ALL_NODES_LO, false);
            }
        }
    }

    /** The domain leaves the interface: groups and own inventions are given back. On a control thread. */
    void leave(Link6 link) {
        Own6[] all = link.own();
        link.own(new Own6[0]);
        for (Own6 own : all) {
            dad.stop(own);
        }
        groups.leaveAll(link);
        for (Own6 own : all) {
            if (own.automatic && link.ifnet.isAttached()) {
                delete(link.ifnet, own.ifaddr.address());
            }
        }
    }

    private void delete(Ifnet ifnet, IpAddress address) {
        try {
            ifaddrs.delete(Groups.SELF, ifnet, AddressFamily.INET6, address);
        } catch (IfnetException e) {
            LOG.debug("{}: {} is gone already: {}", ifnet.name(), address, e.getMessage());
        }
    }

    /**
     * Gives an interface that went up its link-local address, and the loopback interface ::1 (reference 6.2,
     * in6_ifattach). On a control thread.
     */
    void makeLinkLocal(Ifnet ifnet) {
        if (!ifnet.has(IfFlags.MULTICAST) && !ifnet.has(IfFlags.LOOPBACK)) {
            return;
        }
        if (ifnet.has(IfFlags.LOOPBACK)) {
            add(ifnet, IpAddress.v6(0, 1), 128);
            add(ifnet, IpAddress.v6(Ip6Header.LINK_LOCAL_HI, 1), HALF);
        } else if (knobs.autoLinkLocal.isOn() && !hasLinkLocal(ifnet)) {
            long id = identifier(ifnet);
            if (id != 0) {
                add(ifnet, IpAddress.v6(Ip6Header.LINK_LOCAL_HI, id), HALF);
            }
        }
    }

    private boolean hasLinkLocal(Ifnet ifnet) {
        return ifaddrs.list(ifnet).stream()
                .anyMatch(a -> !a.address().isV4() && a.address().isLinkLocal());
    }

    /** From its link-level address, else from that of another interface (RFC 4291, appendix A); 0 without any. */
    long identifier(Ifnet ifnet) {
        MacAddress lladdr = ifnet.lladdr();
        if (lladdr == null || !lladdr.isUnicast()) {
            try {
                lladdr = ifnets.anyEtherMac(MacAddress.LENGTH);
            } catch (IfnetException e) {
                // No interface of this node has one: chance is as good as a hash of the name.
                lladdr = MacAddress.local(env.random());
            }
        }
        return Ip6Header.eui64(lladdr.bits());
    }

    private void add(Ifnet ifnet, IpAddress address, int length) {
        for (Ifaddr a : ifaddrs.list(ifnet)) {
            if (a.address().hi() == address.hi()
                    && a.address().lo() == address.lo()
                    && !a.address().isV4()) {
                return;
            }
        }
        try {
            ifaddrs.add(Groups.SELF, ifnet, AddressSpec.of(address, length));
            Link6 link = Link6.of(ifnet);
            Own6 own = link == null ? null : link.find(address.hi(), address.lo());
            if (own != null) {
                own.automatic = true;
            }
        } catch (IfnetException e) {
            if (ifnet.isAttached()) {
                LOG.warn("{}: no address {}: {}", ifnet.name(), address, e.getMessage());
            }
        }
    }

    @Override
    public @Nullable Address6State state(Ifaddr address) {
        Link6 link = address.address().isV4() ? null : Link6.of(address.ifnet());
        Own6 own = link == null ? null : find(link.own(), address);
        if (own == null) {
            return null;
        }
        long now = env.nanoTime();
        return new Address6State(own.flags, left(own.preferredUntil, now), left(own.validUntil, now));
    }

    @Override
    public void change(Credential who, Ifaddr address, @Nullable Boolean anycast, long preferred, long valid)
            throws IfnetException {
        who.require(Privilege.INTERFACE, "state of " + address.address());
        Link6 link = address.address().isV4() ? null : Link6.of(address.ifnet());
        netisr.call(Netisr.NETCTL, () -> {
            Own6 own = link == null ? null : find(link.own(), address);
            if (own == null) {
                throw new IfnetException(Errno.EADDRNOTAVAIL, address.address() + " is no address of IPv6");
            }
            long preferredUntil = preferred == KEEP ? own.preferredUntil : until(preferred);
            long validUntil = valid == KEEP ? own.validUntil : until(valid);
            boolean longer = validUntil != Long.MAX_VALUE
                    && (preferredUntil == Long.MAX_VALUE || preferredUntil - validUntil > 0);
            if (longer || valid == 0) {
                throw new IfnetException(
                        Errno.EINVAL, address.address() + ": preferred for " + preferred + " s, valid for " + valid);
            }
            own.preferredUntil = preferredUntil;
            own.validUntil = validUntil;
            age(own, env.nanoTime());
            if (anycast != null) {
                anycast(own, anycast);
            }
            mortal.run();
            return true;
        });
    }

    private long until(long seconds) {
        return seconds == Address6State.FOREVER ? Long.MAX_VALUE : env.nanoTime() + seconds * SECOND;
    }

    /** Others have it too: there is nothing to detect (RFC 4862, 5.4). */
    private void anycast(Own6 own, boolean is) {
        if (is) {
            dad.stop(own);
            own.flags = own.flags & ~Own6.REFUSED | Address6State.ANYCAST;
        } else {
            own.flags &= ~Address6State.ANYCAST;
        }
    }

    static long left(long until, long now) {
        return until == Long.MAX_VALUE ? Address6State.FOREVER : Math.max(0, (until - now + SECOND - 1) / SECOND);
    }
}
