/** The forwarding table with a full routing table in it, beside DPDK's rte_lpm. */
@org.jspecify.annotations.NullMarked
package org.ifnet.benchmark.fib;
