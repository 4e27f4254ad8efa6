/**
 * Services of the internet families: the ARP cache, ICMP echo, what they counted; and what protocols above them need.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
@org.jspecify.annotations.NullMarked
package org.ifnet.inet;
