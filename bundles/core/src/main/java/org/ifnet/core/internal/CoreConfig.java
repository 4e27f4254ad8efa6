package org.ifnet.core.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What a configuration of {@link CoreComponent#PID} can set: attributes have the names of the sysctls. */
@ObjectClassDefinition(
        name = "ifnet interfaces",
        description = "Values of the interface layer at boot. What sysctl sets at run time stays until an edit here.")
@interface CoreConfig {
    @AttributeDefinition(
            name = "Time to attach and detach",
            description = "Milliseconds to wait for a driver that attaches or detaches.",
            min = "10",
            max = "60000",
            required = false)
    int net_link_detach__timeout() default 2000;

    @AttributeDefinition(
            name = "Time of a control call",
            description = "Milliseconds that a control call into a driver may take before it is quarantined.",
            min = "1",
            max = "10000",
            required = false)
    int net_link_driver__limit() default 80;

    @AttributeDefinition(
            name = "Queue length",
            description = "Packets in each transmit queue of a new interface.",
            min = "1",
            max = "65536",
            required = false)
    int net_link_qlen() default 250;

    @AttributeDefinition(
            name = "TSO length",
            description = "Bytes of a TSO segment of a new Ethernet interface.",
            min = "3000",
            max = "65535",
            required = false)
    int net_link_ether_tsolen() default 6000;

    @AttributeDefinition(
            name = "Statistics compatibility",
            description = "Accepted and without effect: counters are sums wherever they are read.",
            min = "0",
            max = "1",
            required = false)
    int net_link_stats__compat() default 0;

    @AttributeDefinition(
            name = "Flow hash",
            description = "1: received packets go to the netisr of their flow hash; 0: they stay where they came.",
            min = "0",
            max = "1",
            required = false)
    int net_netisr_flow__hash() default 0;
}
