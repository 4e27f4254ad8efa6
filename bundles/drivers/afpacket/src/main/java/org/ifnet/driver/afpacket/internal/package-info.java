/** Ethernet devices of the host as drivers, through packet sockets. */
@org.jspecify.annotations.NullMarked
package org.ifnet.driver.afpacket.internal;
