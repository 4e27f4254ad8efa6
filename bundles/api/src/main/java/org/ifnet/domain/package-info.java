/**
 * A protocol family: what it does when an interface attaches, goes up, goes down and detaches, and its packet input.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
@org.jspecify.annotations.NullMarked
package org.ifnet.domain;
