/** IPv6, neighbour discovery and ICMPv6. */
@org.jspecify.annotations.NullMarked
package org.ifnet.inet6.internal;
