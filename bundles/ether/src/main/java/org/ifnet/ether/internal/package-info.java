/** The Ethernet link layer. */
@org.jspecify.annotations.NullMarked
package org.ifnet.ether.internal;
