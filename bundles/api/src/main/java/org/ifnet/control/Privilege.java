package org.ifnet.control;

/** What a credential may do. Reading needs none. */
public enum Privilege {
    /** Flags, MTU, addresses and the life of interfaces. */
    INTERFACE,
    ROUTE,
    SYSCTL,
    /** Sending and receiving raw packets, as ping does. */
    RAW
}
