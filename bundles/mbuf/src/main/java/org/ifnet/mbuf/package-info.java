/**
 * Packet memory: one pool is one page-aligned native region, cut into equal frames; an {@link org.ifnet.mbuf.Mbuf} is
 * the one Java object that stands for a frame.
 *
 * <pre>
 *   frame  |&lt;- headroom -&gt;|&lt;------- length -------&gt;|&lt;- tailroom -&gt;|
 *   region index          offset()                                    base + frameSize
 * </pre>
 *
 * <p>Received frames start {@code headroom} bytes into the frame, so that a header can be put in front without a copy.
 * Bytes are read and written big-endian by an index relative to the first byte of the packet; there are no slices and
 * no heap buffers.
 *
 * <pre>
 *   Mbuf m = pool.alloc();                  // yours; null when the pool is exhausted
 *   m.append(64);                           // 64 bytes of room, contents undefined
 *   m.put16(12, 0x0800);
 *   if (queue.dispatch(m) != 0) { ... }     // consumed in any case: never touch m again
 * </pre>
 *
 * <p><b>Ownership.</b> Every mbuf has exactly one owner, who frees it or hands it on. A method that takes an mbuf says
 * who owns it afterwards, also when it refuses. <b>Threads.</b> An mbuf and a batch belong to one thread at a time; a
 * pool may be used from any thread. With the system property {@code ifnet.mbuf.debug=true} double frees, use after free
 * and leaks are found, and the place that last owned the frame is named.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
@org.jspecify.annotations.NullMarked
package org.ifnet.mbuf;
