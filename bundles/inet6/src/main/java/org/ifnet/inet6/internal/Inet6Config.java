package org.ifnet.inet6.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What a configuration of {@link Inet6Component#PID} can set: attributes have the names of the sysctls. */
@ObjectClassDefinition(
        name = "ifnet IPv6",
        description = "Values of IPv6, ICMPv6 and ND at boot. What sysctl sets at run time stays until an edit here.")
@interface Inet6Config {
    @AttributeDefinition(
            name = "ip6.forwarding",
            description = "Forward packets between interfaces: be a router.",
            min = "0",
            max = "1",
            required = false)
    int net_inet6_ip6_forwarding() default 0;

    @AttributeDefinition(
            name = "ip6.hlim",
            description = "Hop limit of packets made here.",
            min = "1",
            max = "255",
            required = false)
    int net_inet6_ip6_hlim() default 64;

    @AttributeDefinition(
            name = "ip6.auto_linklocal",
            description = "Give an interface a link-local address when it goes up.",
            min = "0",
            max = "1",
            required = false)
    int net_inet6_ip6_auto__linklocal() default 1;

    @AttributeDefinition(
            name = "ip6.dad_count",
            description = "Requests for a new address of ours before it is used; 0 asks nobody.",
            min = "0",
            max = "100",
            required = false)
    int net_inet6_ip6_dad__count() default 1;

    @AttributeDefinition(
            name = "icmp6.errppslimit",
            description = "ICMPv6 errors sent in a second.",
            min = "0",
            max = "1000000",
            required = false)
    int net_inet6_icmp6_errppslimit() default 100;

    @AttributeDefinition(
            name = "icmp6.nd6_delay",
            description = "Seconds until a stale neighbour that is used is asked.",
            min = "1",
            max = "3600",
            required = false)
    int net_inet6_icmp6_nd6__delay() default 5;

    @AttributeDefinition(
            name = "icmp6.nd6_umaxtries",
            description = "Requests to a known neighbour until it is gone.",
            min = "1",
            max = "100",
            required = false)
    int net_inet6_icmp6_nd6__umaxtries() default 3;

    @AttributeDefinition(
            name = "icmp6.nd6_mmaxtries",
            description = "Requests for an unknown neighbour until it is gone.",
            min = "1",
            max = "100",
            required = false)
    int net_inet6_icmp6_nd6__mmaxtries() default 3;

    @AttributeDefinition(
            name = "icmp6.nd6_gctimer",
            description = "Seconds that an unused neighbour is kept.",
            min = "1",
            max = "1000000",
            required = false)
    int net_inet6_icmp6_nd6__gctimer() default 86_400;

    @AttributeDefinition(
            name = "icmp6.nd6_max_entries",
            description = "Neighbours remembered on all interfaces.",
            min = "1",
            max = "1000000",
            required = false)
    int net_inet6_icmp6_nd6__max__entries() default 8192;

    @AttributeDefinition(
            name = "icmp6.nd6_max_incomplete",
            description = "Neighbours asked for at a time on one interface.",
            min = "1",
            max = "1000000",
            required = false)
    int net_inet6_icmp6_nd6__max__incomplete() default 256;

    @AttributeDefinition(
            name = "icmp6.nd6_max_held",
            description = "Packets that wait for neighbours on all interfaces.",
            min = "1",
            max = "1000000",
            required = false)
    int net_inet6_icmp6_nd6__max__held() default 1024;

    @AttributeDefinition(
            name = "ip6.maxfragpackets",
            description = "Packets that wait for fragments at most.",
            min = "0",
            max = "512",
            required = false)
    int net_inet6_ip6_maxfragpackets() default 200;

    @AttributeDefinition(
            name = "ip6.maxfrags",
            description = "Frames of fragments that wait at most.",
            min = "0",
            max = "1000000",
            required = false)
    int net_inet6_ip6_maxfrags() default 1024;

    @AttributeDefinition(
            name = "icmp6.rediraccept",
            description = "Follow redirects of routers; not while forwarding.",
            min = "0",
            max = "1",
            required = false)
    int net_inet6_icmp6_rediraccept() default 1;

    @AttributeDefinition(
            name = "ip6.use_tempaddr",
            description = "Make temporary addresses beside those of advertised prefixes.",
            min = "0",
            max = "1",
            required = false)
    int net_inet6_ip6_use__tempaddr() default 0;

    @AttributeDefinition(
            name = "ip6.tempvltime",
            description = "Seconds that a temporary address is valid at most.",
            min = "60",
            max = "31536000",
            required = false)
    int net_inet6_ip6_tempvltime() default 172_800;

    @AttributeDefinition(
            name = "ip6.accept_rtadv",
            description = "Believe routers: default routes, prefixes, addresses; not while forwarding.",
            min = "0",
            max = "1",
            required = false)
    int net_inet6_ip6_accept__rtadv() default 0;

    @AttributeDefinition(
            name = "ip6.temppltime",
            description = "Seconds that a temporary address is preferred at most.",
            min = "30",
            max = "31536000",
            required = false)
    int net_inet6_ip6_temppltime() default 86400;

    @AttributeDefinition(
            name = "ip6.redirect",
            description = "Tell hosts of a better first hop while forwarding.",
            min = "0",
            max = "1",
            required = false)
    int net_inet6_ip6_redirect() default 0;

    @AttributeDefinition(
            name = "ip6.rtadv",
            description = "Advertise this router and its prefixes while forwarding.",
            min = "0",
            max = "1",
            required = false)
    int net_inet6_ip6_rtadv() default 0;

    @AttributeDefinition(
            name = "ip6.rtadv_lifetime",
            description = "Seconds that hosts may use this router.",
            min = "0",
            max = "9000",
            required = false)
    int net_inet6_ip6_rtadv__lifetime() default 1800;
}
