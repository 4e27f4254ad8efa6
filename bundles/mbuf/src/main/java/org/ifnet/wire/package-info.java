/**
 * Where each header keeps what: one class a header, with a drawing, the offsets as constants, and functions that read
 * and write a field of an {@link org.ifnet.mbuf.Mbuf} at the byte where the header starts. Nobody else adds offsets.
 *
 * <pre>
 *   if (m.length() &lt; EtherHeader.LENGTH) { drop }          // check the length once …
 *   if (EtherHeader.type(m, 0) == EtherHeader.TYPE_IPV4) {   // … then read
 * </pre>
 *
 * <p>All functions are static, allocate nothing, and may be called by the thread that owns the mbuf.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
@org.jspecify.annotations.NullMarked
package org.ifnet.wire;
