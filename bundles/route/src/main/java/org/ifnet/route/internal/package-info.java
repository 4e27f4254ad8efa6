/** Addresses, routes and the forwarding table. */
@org.jspecify.annotations.NullMarked
package org.ifnet.route.internal;
