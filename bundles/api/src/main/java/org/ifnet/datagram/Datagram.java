package org.ifnet.datagram;

import org.ifnet.ifaddr.IpAddress;

/**
 * A datagram that came.
 *
 * @param port of the sender; 0 for raw ones
 * @param to the address that it was sent to: one of ours, a broadcast address or a group
 * @param ifnet the name of the interface that it came in by
 * @param hops its time to live or hop limit when it came, 0 to 255
 * @param payload what stands behind the UDP header; for raw ones behind the IP header
 */
public record Datagram(IpAddress from, int port, IpAddress to, String ifnet, int hops, byte[] payload) {}
