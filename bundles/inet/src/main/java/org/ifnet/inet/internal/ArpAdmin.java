package org.ifnet.inet.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.control.Credential;
import org.ifnet.control.Privilege;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.ArpTable;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/** The ARP cache as an administrator sees it. */
final class ArpAdmin implements ArpTable {
    private static final long SECOND = 1_000_000_000L;

    private final Env env;
    private final Netisr netisr;
    private final Ifnets ifnets;
    private final Ifaddrs ifaddrs;
    private final Arp arp;

    ArpAdmin(Env env, Netisr netisr, Ifnets ifnets, Ifaddrs ifaddrs, Arp arp) {
        this.env = env;
        this.netisr = netisr;
        this.ifnets = ifnets;
        this.ifaddrs = ifaddrs;
        this.arp = arp;
    }

    @Override
    public List<Entry> list() {
        long now = env.nanoTime();
        List<Entry> entries = new ArrayList<>();
        for (ArpEntry e : arp.cache().all()) {
            long lladdr = e.lladdr();
            boolean permanent = e.state() == ArpEntry.PERMANENT;
            long left = permanent ? -1 : Math.max(0, (e.due - now + SECOND - 1) / SECOND);
            boolean published = arp.proxies().find(e.ifnet, e.address) >= 0;
            entries.add(new Entry(
                    e.ifnet,
                    IpAddress.v4(e.address),
                    lladdr < 0 ? null : new MacAddress(lladdr),
                    permanent,
                    left,
                    published ? Published.YES : Published.NO));
        }
        for (ArpProxies.Proxy p : arp.proxies().all()) {
            if (arp.cache().find(p.ifnet(), p.address()) == null) {
                MacAddress lladdr = new MacAddress(p.lladdr());
                entries.add(new Entry(p.ifnet(), IpAddress.v4(p.address()), lladdr, true, -1, Published.ONLY));
            }
        }
        entries.sort(Comparator.comparing((Entry e) -> e.ifnet().index()).thenComparing(Entry::address));
        return List.copyOf(entries);
    }

    @Override
    public void set(
            Credential who, IpAddress address, @Nullable MacAddress lladdr, boolean temporary, Published published)
            throws IfnetException {
        who.require(Privilege.ROUTE, "arp");
        if (!address.isV4()) {
            throw new IfnetException(Errno.EINVAL, "arp: " + address + " is not an IPv4 address");
        }
        if (lladdr != null && !lladdr.isUnicast()) {
            throw new IfnetException(Errno.EINVAL, "arp: " + lladdr + " is not the address of one station");
        }
        netisr.call(Netisr.NETCTL, () -> {
            Ifnet ifnet = nearest(address);
            if (ifnet == null) {
                throw new IfnetException(Errno.EADDRNOTAVAIL, "arp: no interface has " + address + " on its network");
            }
            MacAddress its = lladdr == null ? ifnet.lladdr() : lladdr;
            if (its == null || arp.ownOn(ifnet, address.v4()) != null) {
                throw new IfnetException(Errno.EEXIST, "arp: " + address + " is an address of this host");
            }
            boolean only = published == Published.ONLY;
            if (!only && !arp.set(ifnet, address.v4(), its.bits(), temporary)) {
                throw new IfnetException(Errno.ENOBUFS, "arp: the table is full");
            }
            if (published != Published.NO) {
                arp.proxies().set(ifnet, address.v4(), its.bits());
            }
            return true;
        });
    }

    /** The interface whose network holds the address and is the smallest; one that is up before others. */
    private @Nullable Ifnet nearest(IpAddress address) {
        Ifaddr best = null;
        for (Ifnet ifnet : ifnets.list()) {
            if (ifnet.lladdr() == null) {
                continue;
            }
            for (Ifaddr a : ifaddrs.list(ifnet)) {
                if (Neighbourhood.isNear(a, address.v4()) && (best == null || isBetter(a, best))) {
                    best = a;
                }
            }
        }
        return best == null ? null : best.ifnet();
    }

    private static boolean isBetter(Ifaddr a, Ifaddr than) {
        int longer = Integer.compare(a.prefix().length(), than.prefix().length());
        return longer > 0
                || longer == 0 && a.ifnet().isUsable() && !than.ifnet().isUsable();
    }

    @Override
    public void delete(Credential who, IpAddress address) throws IfnetException {
        who.require(Privilege.ROUTE, "arp");
        netisr.call(Netisr.NETCTL, () -> {
            boolean found = address.isV4() && arp.proxies().remove(address.v4());
            for (ArpEntry e : arp.cache().all()) {
                if (address.isV4() && e.address == address.v4()) {
                    arp.flushNow(e.ifnet, other -> other == e);
                    found = true;
                }
            }
            if (!found) {
                throw new IfnetException(Errno.ENOENT, "arp: " + address + " -- no entry");
            }
            return true;
        });
    }
}
