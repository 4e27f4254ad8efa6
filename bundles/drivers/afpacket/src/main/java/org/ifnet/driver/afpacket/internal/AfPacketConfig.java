package org.ifnet.driver.afpacket.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The properties of one interface, in a factory configuration of {@link AfPacketComponent#PID}. */
@ObjectClassDefinition(
        name = "ifnet driver: AF_PACKET",
        description =
                "One interface over an Ethernet device of this Linux host. The host should have no addresses on it.")
@interface AfPacketConfig {
    @AttributeDefinition(name = "Device", description = "The host's device, for example eth1. Required.")
    String device();

    @AttributeDefinition(
            name = "Interface name",
            description = "What the interface is called here; the name of the device when empty.",
            required = false)
    String name() default "";

    @AttributeDefinition(
            name = "Link-level address",
            description = "Six hex bytes with colons; the address of the device when empty.",
            required = false)
    String lladdr() default "";
}
