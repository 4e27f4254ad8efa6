package org.ifnet.inet.internal;

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
import org.ifnet.inet.ArpTable;
import org.ifnet.inet.Echo;
import org.ifnet.inet.IpOutput;
import org.ifnet.inet.IpStatistics;
import org.ifnet.inet.UpperProtocols;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.ifnet.route.Fib;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.IcmpHeader;
import org.ifnet.wire.Ipv4Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** IPv4, its address resolution and its control messages: the parts put together, and how they follow interfaces. */
public final class InetDomain implements Domain, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InetDomain.class);
    private static final int CONFLICTS_A_SECOND = 1;

    private final Knobs knobs = new Knobs();
    private final Drops drops;
    private final Ifaddrs ifaddrs;
    private final Arp arp;
    private final ArpInput arpInput;
    private final ArpAdmin arpAdmin;
    private final Ip4Input input;
    private final IcmpErrors errors;
    private final EchoClients clients;
    private final Reassembly reassembly;
    private final Stats stats;
    private final Netisr netisr;
    private final Groups groups;
    private final Redirects redirects;
    private final UpperProtocols upper;
    private final Ip4Output output;
    private final Igmp igmp;
    private final Registration addresses;
    private final Registration links;

    /**
     * Begins to listen for addresses; interfaces are given to it by {@link #attach} and the like.
     *
     * @param worker a thread that may wait for the control lock of an interface; runs in order what it is given
     */
    public InetDomain(
            Env env,
            Netisr netisr,
            MbufPool pool,
            Ifnets ifnets,
            Ifaddrs ifaddrs,
            Ifmaddrs ifmaddrs,
            Fib fib,
            Executor worker) {
        this.ifaddrs = ifaddrs;
        drops = new Drops(ifnets);
        stats = new Stats(drops.counts());
        this.netisr = netisr;
        groups = new Groups(ifaddrs, ifmaddrs, worker);
        igmp = new Igmp(env, netisr, drops, groups, new IgmpSender(pool, this, ifaddrs, stats), stats);
        PathMtus paths = new PathMtus(env);
        redirects = new Redirects(env);
        Fragmenter fragmenter = new Fragmenter(pool, this, drops, stats);
        output = new Ip4Output(env, this, ifaddrs, fib, knobs, drops, paths, redirects, fragmenter, stats);
        upper = new UpperProtocols(netisr);
        clients = new EchoClients(env, pool, output);
        errors = new IcmpErrors(pool, ifaddrs, output, knobs, new RateLimit(env, knobs.errorLimit::value), stats);
        ArpSender sender = new ArpSender(pool, stats);
        arp = new Arp(env, netisr, ifaddrs, knobs, drops, sender, this, this::unresolved);
        arpInput = new ArpInput(arp, sender, drops, netisr, new RateLimit(env, () -> CONFLICTS_A_SECOND), stats);
        arpAdmin = new ArpAdmin(env, netisr, ifnets, ifaddrs, arp);
        Ip4Forward forward = new Ip4Forward(this, ifaddrs, knobs, drops, errors, fragmenter);
        IcmpAdvice advice = new IcmpAdvice(ifaddrs, fib, knobs, paths, redirects);
        IcmpInput icmp = new IcmpInput(knobs, drops, output, clients, advice, upper, stats);
        reassembly = new Reassembly(env, netisr, knobs, drops, errors, ifnets, stats);
        input = new Ip4Input(ifaddrs, fib, knobs, drops, forward, icmp, igmp, upper, errors, reassembly, stats);
        links = ifnets.listen(this::linkChanged, false);
        addresses = ifaddrs.listen(new Ifaddrs.Listener() {
            @Override
            public void added(Ifaddr address) {
                addressAdded(address);
            }

            @Override
            public void removed(Ifaddr address) {
                addressRemoved(address);
            }
        });
    }

    /** Memberships by whomever; and neighbours that know the old link-level address would send to nobody. */
    private void linkChanged(IfnetEvent event) {
        if (event instanceof IfnetEvent.MulticastJoined joined) {
            members(event.ifnet(), joined.membership(), true);
        } else if (event instanceof IfnetEvent.MulticastLeft left) {
            members(event.ifnet(), left.membership(), false);
        } else if (event instanceof IfnetEvent.Changed changed && changed.what().equals("lladdr")) {
            ifaddrs.list(event.ifnet()).forEach(arp::announce);
        }
    }

    private void members(Ifnet ifnet, Ifmaddr membership, boolean joined) {
        Link4 link = Link4.of(ifnet);
        IpAddress group = membership.group();
        if (link != null && group != null && group.isV4()) {
            link.groups(groups.members(ifnet));
            igmp.changed(link, group.v4(), joined);
        }
    }

    public ArpTable arp() {
        return arpAdmin;
    }

    public Echo echo() {
        return clients;
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

    public List<Sysctl> sysctls() {
        return knobs.all();
    }

    /** What this domain dropped, for whatever interface. */
    public DropCounts drops() {
        return drops.counts();
    }

    @Override
    public int family() {
        return AddressFamily.INET;
    }

    @Override
    public int etherType() {
        return EtherHeader.TYPE_IPV4;
    }

    @Override
    public int[] inputTypes() {
        return new int[] {EtherHeader.TYPE_IPV4, EtherHeader.TYPE_ARP};
    }

    @Override
    public Object attach(Ifnet ifnet) {
        Link4 link = new Link4(ifnet);
        link.groups(groups.members(ifnet));
        groups.changed(link);
        return link;
    }

    @Override
    public void detach(Ifnet ifnet, Object data) {
        arp.flush(ifnet, any -> true);
        arp.proxies().flush(ifnet);
        reassembly.flush(ifnet.handle());
        redirects.forget(ifnet);
        if (data instanceof Link4 link) {
            link.ended = true;
            groups.leave(link);
            onNetctl(() -> igmp.forget(link));
        }
    }

    private void onNetctl(Runnable change) {
        try {
            netisr.call(Netisr.NETCTL, () -> {
                change.run();
                return true;
            });
        } catch (IfnetException e) {
            LOG.error("inet: {}", e.getMessage());
        }
    }

    @Override
    public void up(Ifnet ifnet) {
        ifaddrs.list(ifnet).forEach(arp::announce);
        Link4 link = Link4.of(ifnet);
        if (link != null) {
            onNetctl(() -> igmp.announce(link));
        }
    }

    @Override
    public void down(Ifnet ifnet) {
        arp.flush(ifnet, e -> e.state() != ArpEntry.PERMANENT);
    }

    @Override
    public void input(Ifnet ifnet, int etherType, MbufBatch packets) {
        if (etherType == EtherHeader.TYPE_ARP) {
            arpInput.input(ifnet, packets);
        } else {
            input.input(ifnet, packets);
        }
    }

    @Override
    public long resolve(Ifnet ifnet, Mbuf m, long hi, long lo) {
        return arp.resolve(ifnet, m, (int) lo);
    }

    /** Stops timers, frees what waits, and forgets all neighbours. Nobody may give it packets any more. */
    @Override
    public void close() {
        addresses.close();
        links.close();
        arp.close();
        igmp.close();
        reassembly.close();
    }

    /** A neighbour does not answer: whoever sent the packet is told, another host by ICMP, a ping of ours directly. */
    private void unresolved(Mbuf m, boolean waited) {
        redirects.forget(Ipv4Header.dst(m, 0));
        if (m.rcvif() != 0) {
            errors.send(m, IcmpHeader.UNREACHABLE, IcmpHeader.HOST_UNREACHABLE, 0);
        } else if (waited) {
            boolean ping =
                    clients.failed(m, 0, Ipv4Header.src(m, 0), IcmpHeader.UNREACHABLE, IcmpHeader.HOST_UNREACHABLE, 0);
            if (!ping && m.length() >= Ipv4Header.LENGTH + IcmpHeader.LENGTH) {
                upper.error(m, 0, Echo.Trouble.HOST_UNREACHABLE);
            }
        }
    }

    private void addressAdded(Ifaddr a) {
        if (a.address().isV4()) {
            int own = a.address().v4();
            arp.flush(a.ifnet(), e -> e.address == own);
            arp.announce(a);
            membership(a.ifnet());
        }
    }

    private void membership(Ifnet ifnet) {
        Link4 link = Link4.of(ifnet);
        if (link != null) {
            groups.changed(link);
        }
    }

    private void addressRemoved(Ifaddr a) {
        if (a.address().isV4()) {
            arp.flush(a.ifnet(), e -> Neighbourhood.isNear(a, e.address) && !arp.isNear(a.ifnet(), e.address));
            membership(a.ifnet());
        }
    }
}
