/** The loopback interface: its link layer, its driver and its cloner. */
@org.jspecify.annotations.NullMarked
package org.ifnet.pseudo.loop.internal;
