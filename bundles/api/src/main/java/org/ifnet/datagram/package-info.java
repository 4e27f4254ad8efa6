/**
 * Datagrams for applications: UDP and raw IP over the interfaces of this platform.
 *
 * <pre>
 *   DatagramEndpoint dns = datagrams.open(who, DatagramSpec.udp(AddressFamily.INET, 0), endpoint -&gt; wake());
 *   dns.send(IpAddress.parse("192.0.2.53"), 53, query);
 *   for (Datagram d = dns.poll(); d != null; d = dns.poll()) { ... }
 * </pre>
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
@org.jspecify.annotations.NullMarked
package org.ifnet.datagram;
