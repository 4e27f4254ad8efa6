/** Transmit queues: {@link org.ifnet.ifq.internal.ClassicSubqueue} holds the state machine, the rest is small. */
@org.jspecify.annotations.NullMarked
package org.ifnet.ifq.internal;
