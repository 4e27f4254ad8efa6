/** UDP and raw IP for applications. */
@org.jspecify.annotations.NullMarked
package org.ifnet.datagram.internal;
