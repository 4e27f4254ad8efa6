package org.ifnet.inet6.internal;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.IfFlags;
import org.ifnet.IfnetException;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.inet6.Address6State;
import org.ifnet.inet6.NdTable;
import org.ifnet.netisr.Env;
import org.ifnet.route.RouteSpec;
import org.ifnet.route.Routes;
import org.ifnet.wire.Ip6Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The prefixes that routers advertise: which are on the link, and the addresses made from them (RFC 4862, 5.5; RFC 8981).
 * On netctl.
 */
final class Prefixes {
    private static final Logger LOG = LoggerFactory.getLogger(Prefixes.class);

    private static final long SECOND = 1_000_000_000L;
    private static final int HALF = 64;
    /** What an advertisement cannot shorten a lifetime below (RFC 4862, 5.5.3). */
    private static final long TWO_HOURS = 7200 * SECOND;
    /** Prefixes of one link that are remembered. */
    private static final int MOST = 16;

    private final Env env;
    private final Ifaddrs ifaddrs;
    private final Routes routes;
    private final Knobs knobs;
    private final OwnAddresses own;
    private final List<Entry> list = new ArrayList<>();

    /** A prefix of a link. */
    private static final class Entry {
        final Link6 link;
        final IpPrefix prefix;
        boolean onLink;
        boolean autonomous;
        long preferredUntil;
        long validUntil;
        boolean routed;

        Entry(Link6 link, IpPrefix prefix) {
            this.link = link;
            this.prefix = prefix;
        }
    }

    Prefixes(Env env, Ifaddrs ifaddrs, Routes routes, Knobs knobs, OwnAddresses own) {
        this.env = env;
        this.ifaddrs = ifaddrs;
        this.routes = routes;
        this.knobs = knobs;
        this.own = own;
    }

    void heard(Link6 link, RouterAdvert.Prefix p) {
        boolean impossible = p.length() > 128
                || Ip6Header.isLinkLocal(p.hi())
                || Ip6Header.isMulticast(p.hi())
                || p.preferred() > p.valid()
                || p.length() == 0;
        if (impossible) {
            return;
        }
        IpPrefix prefix = new IpPrefix(IpAddress.v6(p.hi(), p.lo()), p.length());
        Entry e = find(link, prefix);
        if (e == null) {
            if (p.valid() == 0 || list.stream().filter(x -> x.link == link).count() >= MOST) {
                return;
            }
            e = new Entry(link, prefix);
            list.add(e);
        }
        e.preferredUntil = until(p.preferred());
        e.validUntil = until(p.valid());
        e.onLink |= p.onLink();
        e.autonomous = p.autonomous();
        if (p.autonomous() && p.length() == HALF) {
            configure(link, e, p);
        }
        route(e);
    }

    private long until(long seconds) {
        return seconds == Address6State.FOREVER ? Long.MAX_VALUE : env.nanoTime() + seconds * SECOND;
    }

    private @Nullable Entry find(Link6 link, IpPrefix prefix) {
        for (Entry e : list) {
            if (e.link == link && e.prefix.equals(prefix)) {
                return e;
            }
        }
        return null;
    }

    private void configure(Link6 link, Entry e, RouterAdvert.Prefix p) {
        boolean has = false;
        boolean hasTemporary = false;
        for (Own6 o : link.own()) {
            if (o.has(Address6State.AUTOCONF) && o.hi == e.prefix.address().hi()) {
                refresh(o, p);
                has |= !o.has(Address6State.TEMPORARY);
                hasTemporary |= o.has(Address6State.TEMPORARY) && !o.has(Address6State.DEPRECATED);
            }
        }
        if (p.valid() == 0 || !link.ifnet.has(IfFlags.UP)) {
            return;
        }
        if (!has) {
            add(link, e, own.identifier(link.ifnet), Address6State.AUTOCONF, e.preferredUntil, e.validUntil);
        }
        if (knobs.temporary.isOn() && !hasTemporary && p.preferred() > 0) {
            addTemporary(link, e);
        }
    }

    private void addTemporary(Link6 link, Entry e) {
        long id = env.random();
        long now = env.nanoTime();
        long preferred = Math.min(e.preferredUntil, now + knobs.temporaryPreferred.seconds());
        long valid = Math.min(e.validUntil, now + knobs.temporaryValid.seconds());
        add(link, e, id, Address6State.AUTOCONF | Address6State.TEMPORARY, preferred, valid);
    }

    /** RFC 4862, 5.5.3 e: nobody can end an address at once by saying so. A temporary one never lives longer. */
    private void refresh(Own6 o, RouterAdvert.Prefix p) {
        long now = env.nanoTime();
        long valid = until(p.valid());
        long left = o.validUntil == Long.MAX_VALUE ? Long.MAX_VALUE : o.validUntil - now;
        boolean longEnough = p.valid() == Address6State.FOREVER || p.valid() * SECOND > TWO_HOURS;
        if (o.has(Address6State.TEMPORARY)) {
            o.preferredUntil = Math.min(o.preferredUntil, until(p.preferred()));
            o.validUntil = Math.min(o.validUntil, Math.max(valid, now + Math.min(left, TWO_HOURS)));
            return;
        }
        if (longEnough || left != Long.MAX_VALUE && p.valid() * SECOND > left) {
            o.validUntil = valid;
        } else if (left > TWO_HOURS) {
            o.validUntil = now + TWO_HOURS;
        }
        o.preferredUntil = until(p.preferred());
        own.age(o, now);
    }

    private void add(Link6 link, Entry e, long id, int flags, long preferred, long valid) {
        IpAddress address = IpAddress.v6(e.prefix.address().hi(), id);
        try {
            own.expect(link, address, flags, preferred, valid);
            ifaddrs.add(Groups.SELF, link.ifnet, AddressSpec.of(address, e.onLink ? e.prefix.length() : 128));
        } catch (IfnetException x) {
            LOG.warn("{}: no address {}: {}", link.ifnet.name(), address, x.getMessage());
        } finally {
            own.expectNothing();
        }
    }

    /** A prefix on the link that no address of ours connects to gets a route of its own. */
    private void route(Entry e) {
        boolean connected = false;
        for (Own6 o : e.link.own()) {
            connected |= o.ifaddr.prefix().equals(e.prefix);
        }
        boolean wanted = e.onLink && !connected && e.link.ifnet.has(IfFlags.UP);
        if (wanted && !e.routed) {
            e.routed = change(e, true);
        } else if (!wanted && e.routed) {
            change(e, false);
            e.routed = false;
        }
        onLink(e.link);
    }

    private boolean change(Entry e, boolean add) {
        RouteSpec spec = new RouteSpec(e.prefix, null, e.link.ifnet.name(), 0);
        try {
            if (add) {
                routes.add(Groups.SELF, spec);
            } else {
                routes.delete(Groups.SELF, spec);
            }
            return true;
        } catch (IfnetException x) {
            LOG.debug("{}: route {}: {}", e.link.ifnet.name(), e.prefix, x.getMessage());
            return false;
        }
    }

    /** Tells packets who is a neighbour. */
    private void onLink(Link6 link) {
        link.prefixes(list.stream()
                .filter(e -> e.link == link && e.onLink)
                .map(e -> e.prefix)
                .toArray(IpPrefix[]::new));
    }

    /** Every second: what is over goes. */
    void tick(long now) {
        for (Entry e : List.copyOf(list)) {
            if (e.validUntil != Long.MAX_VALUE && now - e.validUntil >= 0 || e.link.ended) {
                list.remove(e);
                e.onLink = false;
                route(e);
            } else if (e.autonomous && knobs.temporary.isOn() && needsTemporary(e, now)) {
                addTemporary(e.link, e);
            }
        }
    }

    /** Only while there is one that is about to be deprecated, or just was: the first is made by an advertisement. */
    private boolean needsTemporary(Entry e, long now) {
        long soon = now + 5 * SECOND;
        boolean any = false;
        boolean lasting = false;
        for (Own6 o : e.link.own()) {
            if (o.has(Address6State.TEMPORARY) && o.hi == e.prefix.address().hi()) {
                any = true;
                lasting |= o.preferredUntil == Long.MAX_VALUE || o.preferredUntil - soon > 0;
            }
        }
        boolean worth = e.preferredUntil == Long.MAX_VALUE || e.preferredUntil - now > 10 * SECOND;
        return any && !lasting && worth && e.link.ifnet.has(IfFlags.UP);
    }

    boolean isIdle() {
        return list.isEmpty();
    }

    void forget(Link6 link) {
        for (Entry e : List.copyOf(list)) {
            if (e.link == link) {
                list.remove(e);
                e.onLink = false;
                route(e);
            }
        }
    }

    List<NdTable.Prefix> list() {
        long now = env.nanoTime();
        List<NdTable.Prefix> all = new ArrayList<>();
        for (Entry e : list) {
            all.add(new NdTable.Prefix(
                    e.link.ifnet,
                    e.prefix,
                    e.onLink,
                    e.autonomous,
                    OwnAddresses.left(e.preferredUntil, now),
                    OwnAddresses.left(e.validUntil, now)));
        }
        return List.copyOf(all);
    }
}
