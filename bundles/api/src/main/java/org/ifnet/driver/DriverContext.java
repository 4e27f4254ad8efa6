package org.ifnet.driver;

import org.ifnet.DropReason;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.LinkState;
import org.ifnet.ifq.Subqueue;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Callout;
import org.ifnet.netisr.Env;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the platform gives a driver from attach to detach. Afterwards every method is without effect, so that a late
 * callback of the device does no harm. Any thread.
 */
@ProviderType
public interface DriverContext {
    Ifnet ifnet();

    /** Where received packets get their memory. */
    MbufPool pool();

    Env env();

    /** The number of netisrs; sources and queues are spread over 0 to cpus() - 1. */
    int cpus();

    /** The subqueue {@code index} of this interface, 0 to {@link DriverInfo#queues} - 1. */
    Subqueue queue(int index);

    /** A source that is polled when {@link DriverSource#schedule} was called. */
    DriverSource source(int cpu, DriverPoll poll);

    /** A source that is polled whenever {@code fd} can be read. The descriptor stays the driver's; it may be closed in
     * detach, not before. EOPNOTSUPP without the bundle linux. */
    DriverSource source(int cpu, int fd, DriverPoll poll) throws IfnetException;

    /** A timer on the netisr {@code cpu}; its body counts as a call into the driver and holds the main serializer. When
     * that is held, the body comes as soon as it is given back. */
    Callout callout(int cpu, Runnable body);

    /** A watchdog over the interface, on netisr 0; made in attach. */
    Watchdog watchdog(Runnable body);

    /** A watchdog over subqueue {@code queue}, 0 to {@link DriverInfo#queues} - 1, on the netisr that owns it; made in attach.
     * IndexOutOfBoundsException when there is no such queue. */
    Watchdog watchdog(int queue, Runnable body);

    /** Writes a line for administrators to the log, behind the present name of the interface. Never for a packet. Also in
     * detach, which is the last to be heard. */
    void log(String line);

    /** The carrier changed. Repeated states are filtered. */
    void linkState(LinkState state, long baudrate);

    /** Counts frames that the device received and lost before they became mbufs. */
    void inputDropped(DropReason reason, long packets);

    /** Starts a thread that the platform counts and joins at detach; it is interrupted first and must end then. */
    void thread(String name, Runnable body);
}
