package org.ifnet.driver;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.ifq.Subqueue;
import org.ifnet.wire.MacAddress;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A network interface's hardware, or what plays it. Register it as a service with {@link #NAME}; the platform does the
 * rest. See the package page for the order and threads of the calls.
 *
 * <p>Do not call into the platform from a constructor or after {@link #detach}; do not start threads; do not keep a
 * ThreadLocal: they outlive your bundle.
 */
@ConsumerType
public interface IfnetDriver {
    /** Service property, String, required: the name of the interface, for example {@code em0}. */
    String NAME = "ifnet.name";

    /** Says what the device is like. Called first, before anything exists; may open the device. Control thread. */
    DriverInfo info() throws IfnetException;

    /** Binds the device: allocate, register sources. The interface is down and not yet visible. Control thread. */
    void attach(DriverContext context) throws IfnetException;

    /** Lets the device go. No thread is in the driver and none will come; sources are closed. Control thread. */
    void detach();

    /** The interface goes up: begin to receive. Control thread. */
    void init() throws IfnetException;

    /** The interface goes down: stop receiving, free what is in the transmit ring. Control thread. */
    void stop();

    /** Sends what waits in the queue. On its netisr; returns soon; frees or keeps what it dequeues. */
    void start(Subqueue queue);

    /** The MTU changes, in bytes of payload, already within {@link DriverInfo#minMtu} and {@link DriverInfo#maxMtu}. */
    default void setMtu(int mtu) throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "the driver cannot change its mtu");
    }

    /** The link-level address changes. Control thread. */
    default void setLladdr(MacAddress address) throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "the driver cannot change its link-level address");
    }

    /** Flags that concern the receive filter changed: PROMISC or ALLMULTI. A driver that receives everything may ignore
     * it, which is the default. */
    default void setFilter(int flags) throws IfnetException {}

    /** One line for an administrator, or empty. Must be quick; any thread. */
    default String status() {
        return "";
    }
}
