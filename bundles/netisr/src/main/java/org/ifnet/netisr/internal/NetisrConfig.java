package org.ifnet.netisr.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What a configuration of {@link NetisrComponent#PID} can set: attributes have the names of the sysctls. */
@ObjectClassDefinition(
        name = "ifnet packet threads",
        description = "Values of the packet threads at boot. What sysctl sets at run time stays until an edit here.")
@interface NetisrConfig {
    @AttributeDefinition(
            name = "Time in a driver",
            description = "Milliseconds that a netisr may stay in a driver before another thread takes over.",
            min = "1",
            max = "10000",
            required = false)
    int net_netisr_stuck__limit() default 10;

    @AttributeDefinition(
            name = "Messages between roll-ups",
            description = "Control messages that a netisr runs between two runs of its roll-ups.",
            min = "1",
            max = "10000",
            required = false)
    int net_netisr_rollup__limit() default 32;

    @AttributeDefinition(
            name = "Rounds between looks",
            description = "Rounds with something to do between two looks for readable descriptors.",
            min = "1",
            max = "1000",
            required = false)
    int net_netisr_poll__rounds() default 8;
}
