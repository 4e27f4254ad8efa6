/**
 * Interfaces as everybody sees them: look-up, listing, state, events, statistics and errors.
 *
 * <p>{@link org.ifnet.Ifnets} is the table and the place to look an interface up; {@link org.ifnet.Ifnet} is one
 * interface. Reading costs nothing and needs no lock: what a method returns was published as a whole. To change an
 * interface use {@link org.ifnet.control.IfnetControl}; to be a NIC, {@link org.ifnet.driver.IfnetDriver}.
 *
 * <pre>
 *   Ifnet em0 = ifnets.byName("em0");          // null when there is none
 *   em0.stats().get(Counter.IPACKETS);
 *   ifnets.listen(event -&gt; ..., true);          // also told of every interface already there
 * </pre>
 *
 * <p>Do not look interfaces up in the service registry: drivers are services, interfaces are not.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
@org.jspecify.annotations.NullMarked
package org.ifnet;
