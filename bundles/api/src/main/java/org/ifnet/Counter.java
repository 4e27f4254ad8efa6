package org.ifnet;

/** What every interface counts, from the start of the interface on (reference 0.4). */
public enum Counter {
    /** Packets received by the driver. */
    IPACKETS,
    /** Frames that the driver or the link layer found broken. */
    IERRORS,
    /** Packets that the driver sent. */
    OPACKETS,
    /** Packets that the driver took and could not send. */
    OERRORS,
    COLLISIONS,
    /** Bytes received, link header included. */
    IBYTES,
    /** Bytes accepted for sending, link header included. */
    OBYTES,
    IMCASTS,
    OMCASTS,
    /** Received packets dropped before a protocol saw them. */
    IQDROPS,
    /** Received packets of a protocol that nobody speaks. */
    NOPROTO,
    /** Packets dropped by the transmit queue. */
    OQDROPS
}
