/**
 * Making pseudo-interfaces by name. A {@link org.ifnet.cloner.Cloner} is a service that knows one kind of them;
 * {@link org.ifnet.cloner.Cloners} reserves units, creates and destroys.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
@org.jspecify.annotations.NullMarked
package org.ifnet.cloner;
