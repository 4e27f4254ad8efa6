package org.ifnet.link;

/** Where hooks stand; input runs them in this order, output in reverse (reference 4.3). */
public enum HookPosition {
    TAP,
    VLAN,
    BRIDGE,
    CARP,
    FILTER,
    LAGG
}
