package org.ifnet.inet6.internal;

import java.util.List;

import org.ifnet.control.Sysctl;

/** The runtime values of IPv6; names as of KAME. */
final class Knobs {
    final Knob forwarding =
            new Knob("net.inet6.ip6.forwarding", 0, 0, 1, "Forward packets between interfaces: be a router");
    final Knob hopLimit = new Knob("net.inet6.ip6.hlim", 64, 1, 255, "Hop limit of packets made here");
    final Knob autoLinkLocal =
            new Knob("net.inet6.ip6.auto_linklocal", 1, 0, 1, "Give an interface a link-local address when it goes up");
    final Knob dadCount = new Knob(
            "net.inet6.ip6.dad_count",
            1,
            0,
            100,
            "Requests for a new address of ours before it is used; 0 asks nobody");
    final Knob errorLimit =
            new Knob("net.inet6.icmp6.errppslimit", 100, 0, 1_000_000, "ICMPv6 errors sent in a second");
    final Knob delay =
            new Knob("net.inet6.icmp6.nd6_delay", 5, 1, 3600, "Seconds until a stale neighbour that is used is asked");
    final Knob unicastTries =
            new Knob("net.inet6.icmp6.nd6_umaxtries", 3, 1, 100, "Requests to a known neighbour until it is gone");
    final Knob multicastTries =
            new Knob("net.inet6.icmp6.nd6_mmaxtries", 3, 1, 100, "Requests for an unknown neighbour until it is gone");
    final Knob staleTime =
            new Knob("net.inet6.icmp6.nd6_gctimer", 86_400, 1, 1_000_000, "Seconds that an unused neighbour is kept");
    final Knob entries =
            new Knob("net.inet6.icmp6.nd6_max_entries", 8192, 1, 1_000_000, "Neighbours remembered on all interfaces");
    final Knob incomplete = new Knob(
            "net.inet6.icmp6.nd6_max_incomplete", 256, 1, 1_000_000, "Neighbours asked for at a time on one interface");

    final Knob held = new Knob(
            "net.inet6.icmp6.nd6_max_held", 1024, 1, 1_000_000, "Packets that wait for neighbours on all interfaces");
    final Knob fragmentPackets = new Knob(
            "net.inet6.ip6.maxfragpackets", 200, 0, Reassembly.PLACES, "Packets that wait for fragments at most");
    final Knob fragments =
            new Knob("net.inet6.ip6.maxfrags", 1024, 0, 1_000_000, "Frames of fragments that wait at most");

    final Knob adverts = new Knob(
            "net.inet6.ip6.accept_rtadv",
            0,
            0,
            1,
            "Believe routers: default routes, prefixes, addresses; not while forwarding");
    final Knob redirects =
            new Knob("net.inet6.icmp6.rediraccept", 1, 0, 1, "Follow redirects of routers; not while forwarding");
    final Knob sendRedirects =
            new Knob("net.inet6.ip6.redirect", 0, 0, 1, "Tell hosts of a better first hop while forwarding");
    final Knob temporary = new Knob(
            "net.inet6.ip6.use_tempaddr", 0, 0, 1, "Make temporary addresses beside those of advertised prefixes");
    final Knob temporaryPreferred = new Knob(
            "net.inet6.ip6.temppltime",
            86_400,
            30,
            31_536_000,
            "Seconds that a temporary address is preferred at most");
    final Knob temporaryValid = new Knob(
            "net.inet6.ip6.tempvltime", 172_800, 60, 31_536_000, "Seconds that a temporary address is valid at most");

    final Knob advertise =
            new Knob("net.inet6.ip6.rtadv", 0, 0, 1, "Advertise this router and its prefixes while forwarding");
    final Knob routerLifetime =
            new Knob("net.inet6.ip6.rtadv_lifetime", 1800, 0, 9000, "Seconds that hosts may use this router");

    boolean acceptsAdverts() {
        return adverts.isOn() && !forwarding.isOn();
    }

    List<Sysctl> all() {
        return List.of(
                forwarding,
                hopLimit,
                autoLinkLocal,
                dadCount,
                errorLimit,
                delay,
                unicastTries,
                multicastTries,
                staleTime,
                entries,
                incomplete,
                held,
                fragmentPackets,
                fragments,
                adverts,
                redirects,
                sendRedirects,
                temporary,
                temporaryPreferred,
                temporaryValid,
                advertise,
                routerLifetime);
    }
}
