/**
 * Protocol addresses of interfaces. {@link org.ifnet.ifaddr.Ifaddrs} is the service; values are immutable.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
@org.jspecify.annotations.NullMarked
package org.ifnet.ifaddr;
