/**
 * Services of the IPv6 bundle for administration: neighbours, the states of own addresses. ICMP echo is
 * {@link org.ifnet.inet.Echo} with the property {@code ifnet.family}.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
@org.jspecify.annotations.NullMarked
package org.ifnet.inet6;
