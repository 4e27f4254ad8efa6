/**
 * What a NIC is to the platform. Start here to write a driver.
 *
 * <p>A driver is a service of type {@link org.ifnet.driver.IfnetDriver} with the property {@code ifnet.name}. When the
 * service registers, the platform asks {@code info()}, builds the interface and its queues, calls {@code attach} and
 * announces the interface; when the service is unregistered, the platform detaches it, and no call reaches the driver
 * after {@code unregister()} returned.
 *
 * <p>The five moments of a driver:
 * <pre>
 *   attach(ctx)  control thread   open the device, register sources with ctx; the interface is still down
 *   init()       control thread   the interface goes up: start receiving
 *   start(q)     netisr           take packets from q and put them on the wire
 *   poll(batch)  netisr           hand received packets over, reap finished transmissions
 *   stop()       control thread   the interface goes down: stop receiving
 *   detach()     control thread   close the device; nothing is called afterwards
 * </pre>
 *
 * <p><b>Threads.</b> Calls of one interface never overlap where that could hurt: its serializers see to it (see
 * {@link org.ifnet.driver.IfnetSerializer}). A call from a control thread holds all of them, so {@code start} and
 * {@code poll} run neither during it nor, of one queue or source, twice at once; {@code start} and {@code poll} of
 * different queues and sources do overlap, on their netisrs. {@code info()} and {@code status()} and other questions hold
 * none. A netisr never waits for a serializer: what it may not start now is started when the serializer is given back.
 * Calls from netisrs must return soon: a driver that stays inside for more than 10 ms, or throws, is counted and
 * quarantined. Drivers make no threads.
 * <b>Ownership.</b> What {@code dequeue} returns belongs to the driver until it is freed or put back; what a poll adds to
 * its batch belongs to the platform.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
@org.jspecify.annotations.NullMarked
package org.ifnet.driver;
