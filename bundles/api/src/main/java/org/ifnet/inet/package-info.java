/**
 * Services of the IPv4 bundle for administration: the ARP cache and ICMP echo.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
@org.jspecify.annotations.NullMarked
package org.ifnet.inet;
