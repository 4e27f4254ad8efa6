package org.ifnet.ifq;

/** How a packet finds its subqueue (mapsubq, reference 1.16, 3.1). */
public enum SubqueueMap {
    /** Always the first. */
    FIRST,
    /** By the cpu of the sender, modulo the number of subqueues. */
    CPU,
    /** By the cpu of the sender under a mask: modulo the largest power of two that is not above their number. */
    MASK,
    /** By the flow hash where the packet has one, else as CPU. */
    FLOW
}
