package org.ifnet;

/** Interface types with their numbers in the IANA ifType registry (net/if_types.h). */
public enum IfType {
    OTHER(1),
    ETHER(6),
    PPP(23),
    LOOP(24),
    PROPVIRTUAL(53),
    L2VLAN(135),
    IEEE8023ADLAG(161),
    BRIDGE(209),
    GIF(240);

    private final int number;

    IfType(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
