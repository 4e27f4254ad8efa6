/**
 * Changing an interface: every operation as a typed method, with the privilege it needs.
 *
 * <p>{@link org.ifnet.control.IfnetControl} and {@link org.ifnet.control.Sysctls} are services. A failed operation
 * throws {@link org.ifnet.IfnetException} and leaves everything as it was. Calls may come from any thread but a netisr;
 * they may block while the driver works.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
@org.jspecify.annotations.NullMarked
package org.ifnet.control;
