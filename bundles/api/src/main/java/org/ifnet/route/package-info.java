/**
 * Routes and the forwarding table. {@link org.ifnet.route.Routes} changes and lists them on control threads;
 * {@link org.ifnet.route.Fib} answers look-ups on the packet path without locks or allocation.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
@org.jspecify.annotations.NullMarked
package org.ifnet.route;
