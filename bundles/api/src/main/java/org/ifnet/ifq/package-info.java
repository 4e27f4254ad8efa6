/**
 * The transmit side of an interface: subqueues between those who send and the driver.
 *
 * <p>A sender calls {@link org.ifnet.ifq.Ifq#dispatch}, which consumes the packet in any case. The driver drains a
 * {@link org.ifnet.ifq.Subqueue} in its {@code start}. At any quiet moment enqueued = sent + dropped by reason + queued.
 *
 * <pre>
 *   public void start(Subqueue q) {
 *       for (Mbuf m; (m = q.dequeue()) != null; ) {
 *           if (!ring.offer(m)) { q.prepend(m); q.setOactive(); return; }   // clearOactive() later, from poll
 *       }
 *   }
 * </pre>
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
@org.jspecify.annotations.NullMarked
package org.ifnet.ifq;
