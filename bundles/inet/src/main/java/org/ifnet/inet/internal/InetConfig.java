package org.ifnet.inet.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What a configuration of {@link InetComponent#PID} can set: attributes have the names of the sysctls. */
@ObjectClassDefinition(
        name = "ifnet IPv4",
        description = "Values of IPv4, ICMP and ARP at boot. What sysctl sets at run time stays until an edit here.")
@interface InetConfig {
    @AttributeDefinition(
            name = "Forwarding",
            description = "Forward packets between interfaces.",
            min = "0",
            max = "1",
            required = false)
    int net_inet_ip_forwarding() default 0;

    @AttributeDefinition(
            name = "Time to live",
            description = "Time to live of packets made here.",
            min = "1",
            max = "255",
            required = false)
    int net_inet_ip_ttl() default 64;

    @AttributeDefinition(
            name = "Packets in fragments",
            description = "Packets that wait for fragments at most.",
            min = "0",
            max = "512",
            required = false)
    int net_inet_ip_maxfragpackets() default 200;

    @AttributeDefinition(
            name = "Fragments",
            description = "Frames of fragments that wait at most.",
            min = "0",
            max = "1000000",
            required = false)
    int net_inet_ip_maxfrags() default 1024;

    @AttributeDefinition(
            name = "ICMP error limit",
            description = "ICMP errors sent in a second.",
            min = "0",
            max = "1000000",
            required = false)
    int net_inet_icmp_icmplim() default 200;

    @AttributeDefinition(
            name = "Echo to groups",
            description = "Answer echo requests to broadcast and multicast addresses.",
            min = "0",
            max = "1",
            required = false)
    int net_inet_icmp_bmcastecho() default 0;

    @AttributeDefinition(
            name = "Send redirects",
            description = "Tell hosts of a better gateway when forwarding.",
            min = "0",
            max = "1",
            required = false)
    int net_inet_ip_redirect() default 0;

    @AttributeDefinition(
            name = "Accept redirects",
            description = "Follow redirects.",
            min = "0",
            max = "1",
            required = false)
    int net_inet_icmp_rediraccept() default 0;

    @AttributeDefinition(
            name = "ARP age",
            description = "Seconds until a neighbour is asked again.",
            min = "1",
            max = "1000000",
            required = false)
    int net_link_ether_inet_max__age() default 1200;

    @AttributeDefinition(
            name = "ARP tries",
            description = "Requests, one a second, until a neighbour is down.",
            min = "1",
            max = "100",
            required = false)
    int net_link_ether_inet_maxtries() default 5;

    @AttributeDefinition(
            name = "ARP down time",
            description = "Seconds that a neighbour stays down.",
            min = "1",
            max = "86400",
            required = false)
    int net_link_ether_inet_host__down__time() default 20;

    @AttributeDefinition(
            name = "ARP entries",
            description = "Neighbours remembered on all interfaces.",
            min = "1",
            max = "1000000",
            required = false)
    int net_link_ether_inet_max__entries() default 8192;

    @AttributeDefinition(
            name = "ARP requests",
            description = "Neighbours asked for at a time on one interface.",
            min = "1",
            max = "1000000",
            required = false)
    int net_link_ether_inet_max__incomplete() default 1024;

    @AttributeDefinition(
            name = "ARP packets",
            description = "Packets that wait for neighbours on all interfaces.",
            min = "1",
            max = "1000000",
            required = false)
    int net_link_ether_inet_max__held() default 1024;
}
