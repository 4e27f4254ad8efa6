/** The transmit queue beside its twin in C and the queues of others. */
@org.jspecify.annotations.NullMarked
package org.ifnet.benchmark.queue;
