package org.ifnet.inet6.internal;

import java.util.List;
import java.util.concurrent.Executor;

import org.ifnet.DropCounts;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.Registration;
import org.ifnet.control.Sysctl;
import org.ifnet.domain.AddressFamily;
import org.ifnet.domain.Domain;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.Ifmaddr;
import org.ifnet.ifaddr.Ifmaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.Echo;
import org.ifnet.inet.IpOutput;
import org.ifnet.inet.IpStatistics;
import org.ifnet.inet.UpperProtocols;
import org.ifnet.inet6.Address6States;
import org.ifnet.inet6.NdTable;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.ifnet.route.Fib;
import org.ifnet.route.Routes;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.Icmp6Header;
import org.ifnet.wire.Ip6Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** IPv6, its neighbour discovery and its control messages: the parts put together, and how they follow interfaces. */
public final class Inet6Domain implements Domain, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Inet6Domain.class);
    private static final int CONFLICTS_A_SECOND = 1;
    private static final int SOLICITS_A_SECOND = 100;

    private final Knobs knobs = new Knobs();
    private final Netisr netisr;
    private final Ifnets ifnets;
    private final Ifaddrs ifaddrs;
    private final Drops drops;
    private final Stats stats;
    private final Groups groups;
    private final Nd nd;
    private final NdAdmin ndAdmin;
    private final OwnAddresses own;
    private final Ip6Input input;
    private final Icmp6Errors errors;
    private final EchoClients clients;
    private final Reassembly reassembly;
    private final Redirects redirects;
    private final UpperProtocols upper;
    private final Ip6Output output;
    private final Discovery discovery;
    private final Mld mld;
    private final Advertiser advertiser;
    private final Registration addresses;
    private final Registration links;

    /**
     * Begins to listen for addresses; interfaces are given to it by {@link #attach} and the like.
     *
     * @param worker a thread that may wait for the control lock of an interface; runs in order what it is given
     */
    public Inet6Domain(
            Env env,
            Netisr netisr,
            MbufPool pool,
            Ifnets ifnets,
            Ifaddrs ifaddrs,
            Ifmaddrs ifmaddrs,
            Fib fib,
            Routes routes,
            Executor worker) {
        this.netisr = netisr;
        this.ifnets = ifnets;
        this.ifaddrs = ifaddrs;
        drops = new Drops(ifnets);
        stats = new Stats(drops.counts());
        groups = new Groups(ifmaddrs, worker);
        Sources sources = new Sources(ifnets, ifaddrs);
        PathMtus paths = new PathMtus(env);
        redirects = new Redirects(env);
        Fragmenter fragmenter = new Fragmenter(env, pool, this, drops, stats);
        upper = new UpperProtocols(netisr);
        output = new Ip6Output(this, ifaddrs, fib, sources, knobs, drops, paths, redirects, fragmenter, stats);
        clients = new EchoClients(env, pool, ifnets, output);
        errors = new Icmp6Errors(pool, output, new RateLimit(env, knobs.errorLimit::value), stats);
        NdSender sender = new NdSender(pool, this, knobs, stats);
        nd = new Nd(env, netisr, knobs, drops, sender, sources, this, this::unresolved);

        own = new OwnAddresses(
                env, netisr, ifnets, ifaddrs, knobs, groups, sender, (link, settled) -> settled(link, settled));
        Routers routers = new Routers(env, routes, knobs, nd, sender);
        Prefixes prefixes = new Prefixes(env, ifaddrs, routes, knobs, own);
        discovery = new Discovery(env, netisr, ifnets, knobs, own, routers, prefixes);
        advertiser = new Advertiser(env, netisr, ifnets, knobs, groups, new AdvertSender(pool, sender));
        own.onMortal(discovery::watch);
        knobs.adverts.changed = () -> netisr.post(Netisr.NETCTL, discovery::changed);
        knobs.advertise.changed = () -> netisr.post(Netisr.NETCTL, advertiser::changed);
        knobs.forwarding.changed = () -> {
            knobs.adverts.changed.run();
            knobs.advertise.changed.run();
        };
        ndAdmin = new NdAdmin(env, netisr, ifnets, nd, routers, prefixes);
        mld = new Mld(env, netisr, drops, groups, new MldSender(pool, this));
        RouterInput routerInput = new RouterInput(
                knobs,
                nd,
                drops,
                netisr,
                fib,
                redirects,
                advertiser,
                new RateLimit(env, () -> SOLICITS_A_SECOND),
                discovery::heard);
        NdInput ndInput =
                new NdInput(nd, sender, own.dad(), drops, netisr, new RateLimit(env, () -> CONFLICTS_A_SECOND));
        Icmp6Input icmp = new Icmp6Input(drops, output, clients, ndInput, routerInput, mld, paths, upper, stats);
        reassembly = new Reassembly(env, netisr, knobs, drops, errors, ifnets, stats);
        input = new Ip6Input(
                fib,
                knobs,
                drops,
                output,
                new Ip6Forward(
                        this,
                        drops,
                        errors,
                        new RedirectSender(pool, sender, nd, knobs, new RateLimit(env, knobs.errorLimit::value)),
                        stats),
                icmp,
                upper,
                errors,
                reassembly,
                stats);
        links = ifnets.listen(this::linkChanged, false);
        addresses = ifaddrs.listen(new Ifaddrs.Listener() {
            @Override
            public void added(Ifaddr address) {
                changed(address);
            }

            @Override
            public void removed(Ifaddr address) {
                changed(address);
            }
        });
    }

    /** An address can be used now. On netctl. */
    private void settled(Link6 link, Own6 address) {
        discovery.settled(link, address);
        if (address.isUsable() && address.ifaddr.address().isLinkLocal()) {
            mld.announce(link);
            advertiser.changed();
        }
    }

    /** On netctl. */
    private void changed(Ifaddr address) {
        Link6 link = address.address().isV4() ? null : Link6.of(address.ifnet());
        if (link == null || link.ended) {
            return;
        }
        own.sync(link);
        nd.flushNow(
                link,
                e -> e.state() != NdEntry.PERMANENT && (!link.isNear(e.hi, e.lo) || link.find(e.hi, e.lo) != null));
    }

    /** Memberships by whomever; and neighbours that know the old link-level address would send to nobody. */
    private void linkChanged(IfnetEvent event) {
        Link6 link = Link6.of(event.ifnet());
        if (link == null) {
            return;
        }
        if (event instanceof IfnetEvent.MulticastJoined joined) {
            members(link, joined.membership(), true);
        } else if (event instanceof IfnetEvent.MulticastLeft left) {
            members(link, left.membership(), false);
        } else if (event instanceof IfnetEvent.Changed changed && changed.what().equals("lladdr")) {
            own.announce(link);
        }
    }

    Ifnets ifnets() {
        return ifnets;
    }

    Nd nd() {
        return nd;
    }

    private void members(Link6 link, Ifmaddr membership, boolean joined) {
        IpAddress group = membership.group();
        if (group != null && !group.isV4()) {
            link.groups(groups.members(link.ifnet));
            mld.changed(link, group, joined);
        }
    }

    public NdTable neighbours() {
        return ndAdmin;
    }

    public Address6States states() {
        return own;
    }

    public UpperProtocols upper() {
        return upper;
    }

    public IpOutput output() {
        return output;
    }

    public IpStatistics statistics() {
        return stats;
    }

    public Echo echo() {
        return clients;
    }

    public List<Sysctl> sysctls() {
        return knobs.all();
    }

    /** What this domain dropped, for whatever interface. */
    public DropCounts drops() {
        return drops.counts();
    }

    @Override
    public int family() {
        return AddressFamily.INET6;
    }

    @Override
    public int etherType() {
        return EtherHeader.TYPE_IPV6;
    }

    @Override
    public int[] inputTypes() {
        return new int[] {EtherHeader.TYPE_IPV6};
    }

    /** Not yet found by {@link Link6#of}: what the interface has already is looked at when it goes up. */
    @Override
    public Object attach(Ifnet ifnet) {
        Link6 link = new Link6(ifnet);
        link.groups(groups.members(ifnet));
        if (ifaddrs.list(ifnet).stream().anyMatch(a -> !a.address().isV4())) {
            // Once the interface knows its link.
            netisr.post(Netisr.NETCTL, () -> own.sync(link));
        }
        return link;
    }

    @Override
    public void detach(Ifnet ifnet, Object data) {
        if (data instanceof Link6 link) {
            link.ended = true;
            nd.flush(link, any -> true);
            reassembly.flush(ifnet.handle());
            redirects.forget(link);
            onNetctl(() -> {
                discovery.ended(link);
                mld.forget(link);
                advertiser.down(link);
            });
            own.leave(link);
        }
    }

    @Override
    public void up(Ifnet ifnet) {
        Link6 link = Link6.of(ifnet);
        if (link != null) {
            onNetctl(() -> {
                own.sync(link);
                own.up(link);
            });
            own.makeLinkLocal(ifnet);
        }
    }

    @Override
    public void down(Ifnet ifnet) {
        Link6 link = Link6.of(ifnet);
        if (link != null) {
            onNetctl(() -> {
                own.down(link);
                discovery.down(link);
                mld.forget(link);
                advertiser.down(link);
                nd.flushNow(link, e -> e.state() != NdEntry.PERMANENT);
            });
        }
    }

    private void onNetctl(Runnable change) {
        try {
            netisr.call(Netisr.NETCTL, () -> {
                change.run();
                return true;
            });
        } catch (IfnetException e) {
            LOG.error("inet6: {}", e.getMessage());
        }
    }

    @Override
    public void input(Ifnet ifnet, int etherType, MbufBatch packets) {
        input.input(ifnet, packets);
    }

    @Override
    public long resolve(Ifnet ifnet, Mbuf m, long hi, long lo) {
        return nd.resolve(ifnet, m, hi, lo);
    }

    /** Stops timers, frees what waits, and forgets all neighbours. Nobody may give it packets any more. */
    @Override
    public void close() {
        addresses.close();
        links.close();
        discovery.close();
        mld.close();
        advertiser.close();
        nd.close();
        reassembly.close();
    }

    /** A neighbour does not answer: whoever sent the packet is told, another host by ICMPv6, a ping of ours directly. */
    private void unresolved(Mbuf m, boolean waited) {
        redirects.forget(Ip6Header.dstHi(m, 0), Ip6Header.dstLo(m, 0));
        Ifnet in = m.rcvif() == 0 ? null : ifnets.byHandle(m.rcvif());
        if (in != null) {
            errors.send(in, m, Icmp6Header.UNREACHABLE, Icmp6Header.ADDRESS_UNREACHABLE, 0);
        } else if (waited) {
            boolean ping = clients.failed(
                    m,
                    0,
                    Ip6Header.srcHi(m, 0),
                    Ip6Header.srcLo(m, 0),
                    Icmp6Header.UNREACHABLE,
                    Icmp6Header.ADDRESS_UNREACHABLE,
                    0);
            if (!ping && m.length() >= Ip6Header.LENGTH + Icmp6Header.LENGTH) {
                upper.error(m, 0, Echo.Trouble.HOST_UNREACHABLE);
            }
        }
    }
}
