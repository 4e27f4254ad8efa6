/** The DHCP client. */
@org.jspecify.annotations.NullMarked
package org.ifnet.dhcp.internal;
