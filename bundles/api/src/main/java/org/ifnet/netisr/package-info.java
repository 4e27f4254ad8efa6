/**
 * Where packets are carried: a netisr is a role (a cpu number, mailboxes, sources), and a thread carries it.
 *
 * <p>{@link org.ifnet.netisr.Netisr} posts work to a netisr or to netctl, the one control thread, and offers the
 * barrier. {@link org.ifnet.netisr.Env} is the only source of time, locks, threads and chance for code that thinks, so
 * that the same code runs on real threads and in simulation.
 *
 * <p>The run of one netisr, again and again: control messages, then sources and packet messages, then queue starts,
 * then roll-ups by priority; then it waits when nothing is left.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
@org.jspecify.annotations.NullMarked
package org.ifnet.netisr;
