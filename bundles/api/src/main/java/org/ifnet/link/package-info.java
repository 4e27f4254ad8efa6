/**
 * The link layer of an interface type: framing on the way out, checks and demultiplexing on the way in.
 *
 * <p>A {@link org.ifnet.link.LinkLayer} is a service, one for each {@link org.ifnet.IfType}. Hooks look at frames at
 * fixed positions and consume or pass them.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
@org.jspecify.annotations.NullMarked
package org.ifnet.link;
