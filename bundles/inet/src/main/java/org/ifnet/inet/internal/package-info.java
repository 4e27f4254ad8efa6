/** IPv4, ARP and ICMP. */
@org.jspecify.annotations.NullMarked
package org.ifnet.inet.internal;
