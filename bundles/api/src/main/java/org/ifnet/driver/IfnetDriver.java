package org.ifnet.driver;

import java.util.Set;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.control.ControlRequest;
import org.ifnet.control.Media;
import org.ifnet.control.MediaStatus;
import org.ifnet.control.Tunnel;
import org.ifnet.ifq.Subqueue;
import org.ifnet.netisr.Env;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;
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

    /**
     * What keeps the calls of this driver apart (reference 5). Null, which is the default, is right for most: a main
     * serializer, one for each subqueue, and one for the sources of each netisr. Called before each {@link #attach}; must
     * answer with a new one each time. Control thread.
     *
     * @param queues subqueues of the interface; an answer for another number refuses the attach with EINVAL, as does one
     *     that another binding has or had
     */
    default @Nullable IfnetSerializer serializer(Env env, int queues) throws IfnetException {
        return null;
    }

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

    /** Flags changed that may mean something to the device: LINK0 to LINK2 or DEBUG. Ignored by default. */
    default void setFlags(int flags) throws IfnetException {}

    /** Makes exactly these of {@link DriverInfo#capabilities} active, a word of {@link org.ifnet.IfCapabilities}. */
    default void setCapabilities(int enabled) throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "the driver cannot change its capabilities");
    }

    /** The link-level multicast addresses to receive, the whole set at every change; unmodifiable. A driver that receives
     * every multicast may ignore it, which is the default. */
    default void setMulticast(Set<MacAddress> addresses) throws IfnetException {}

    /** Chooses a medium out of {@link MediaStatus#supported}; the platform has checked that it is one of them. */
    default void setMedia(Media media) throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "the driver has no media");
    }

    /** Its media now. */
    default MediaStatus media() throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "the driver has no media");
    }

    /** The number of the physical medium (SIOCSIFPHYS). */
    default void setPhysical(int physical) throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "the driver has no physical medium to choose");
    }

    /** The outer addresses of a tunnel, null to have none (SIOCSIFPHYADDR, SIOCDIFPHYADDR). */
    default void setTunnel(@Nullable Tunnel tunnel) throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "the driver is no tunnel");
    }

    /** The outer addresses, null when there are none. */
    default @Nullable Tunnel tunnel() throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "the driver is no tunnel");
    }

    /** Something that only this driver understands (SIOCSIFGENERIC). */
    default void setGeneric(String value) throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "the driver takes no generic value");
    }

    /** What SIOCGIFGENERIC answers. */
    default String generic() throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "the driver has no generic value");
    }

    /**
     * Stops waiting for the device, masks its interrupts and names handlers; or goes back to waiting (if_npoll, reference
     * 4.4). Control thread. When it comes with null, no handler is called any more; what the device holds by then the
     * driver must find by itself. Null may come to a driver that waits already, and changes nothing then.
     *
     * @param info to be filled until this returns; null to go back to waiting
     */
    default void polling(@Nullable Ifpoll info) throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "the driver cannot be polled");
    }

    /** A request that neither the platform nor the protocol knew (SIOC of the driver's own). The privilege was checked. */
    default @Nullable Object control(ControlRequest request) throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "the driver does not know " + request.what());
    }

    /** One line for an administrator, or empty. Must be quick; any thread. */
    default String status() {
        return "";
    }
}
