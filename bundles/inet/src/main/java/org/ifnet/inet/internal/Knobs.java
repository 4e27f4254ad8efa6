package org.ifnet.inet.internal;

import java.util.List;

import org.ifnet.control.Sysctl;

/** The runtime values of IPv4 and ARP. */
final class Knobs {
    final Knob forwarding = new Knob("net.inet.ip.forwarding", 0, 0, 1, "Forward packets between interfaces");
    final Knob ttl = new Knob("net.inet.ip.ttl", 64, 1, 255, "Time to live of packets made here");
    final Knob fragmentPackets = new Knob(
            "net.inet.ip.maxfragpackets", 200, 0, Reassembly.PLACES, "Packets that wait for fragments at most");
    final Knob fragments =
            new Knob("net.inet.ip.maxfrags", 1024, 0, 1_000_000, "Frames of fragments that wait at most");
    final Knob errorLimit = new Knob("net.inet.icmp.icmplim", 200, 0, 1_000_000, "ICMP errors sent in a second");
    final Knob echoToGroups =
            new Knob("net.inet.icmp.bmcastecho", 0, 0, 1, "Answer echo requests to broadcast and multicast addresses");
    final Knob sendRedirects =
            new Knob("net.inet.ip.redirect", 0, 0, 1, "Tell hosts of a better gateway when forwarding");
    final Knob acceptRedirects = new Knob("net.inet.icmp.rediraccept", 0, 0, 1, "Follow redirects");
    final Knob arpMaxAge =
            new Knob("net.link.ether.inet.max_age", 1200, 1, 1_000_000, "Seconds until a neighbour is asked again");
    final Knob arpTries =
            new Knob("net.link.ether.inet.maxtries", 5, 1, 100, "Requests, one a second, until a neighbour is down");
    final Knob arpDownTime =
            new Knob("net.link.ether.inet.host_down_time", 20, 1, 86_400, "Seconds that a neighbour stays down");
    final Knob arpEntries =
            new Knob("net.link.ether.inet.max_entries", 8192, 1, 1_000_000, "Neighbours remembered on all interfaces");
    final Knob arpIncomplete = new Knob(
            "net.link.ether.inet.max_incomplete",
            1024,
            1,
            1_000_000,
            "Neighbours asked for at a time on one interface");
    final Knob arpHeld = new Knob(
            "net.link.ether.inet.max_held", 1024, 1, 1_000_000, "Packets that wait for neighbours on all interfaces");

    List<Sysctl> all() {
        return List.of(
                forwarding,
                ttl,
                fragmentPackets,
                fragments,
                errorLimit,
                echoToGroups,
                sendRedirects,
                acceptRedirects,
                arpMaxAge,
                arpTries,
                arpDownTime,
                arpEntries,
                arpIncomplete,
                arpHeld);
    }
}
