package org.ifnet.datagram;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.ifaddr.IpAddress;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** A place to send datagrams from and to receive them at. Any thread, several at once. */
@ProviderType
public interface DatagramEndpoint extends AutoCloseable {
    /** As it was opened, with the port that was chosen. */
    DatagramSpec spec();

    /**
     * Sends a copy of some bytes: 0, or an errno number. EINVAL for a destination of another family or a port out of range,
     * EMSGSIZE when it is too long, EBADF when the endpoint is closed, ENOBUFS when there is no packet memory; then what
     * the way says, such as ENETUNREACH.
     *
     * @param port of the destination, 1 to 65535; 0 for raw
     */
    int send(IpAddress to, int port, byte[] bytes, int offset, int length);

    /** The same with all of them. */
    default int send(IpAddress to, int port, byte[] bytes) {
        return send(to, port, bytes, 0, bytes.length);
    }

    /** The next datagram; null when none waits. */
    @Nullable
    Datagram poll();

    /** About how many wait. */
    int waiting();

    /** What was taken in, what was not because too many waited, and what was sent, since it was opened. */
    Counts counts();

    /** See {@link #counts}. */
    record Counts(long received, long full, long sent) {}

    /** Receives what is sent to a group, by that interface. As {@link org.ifnet.ifaddr.Ifmaddrs#join}. */
    void join(IpAddress group, Ifnet ifnet) throws IfnetException;

    /** Ends that. ENOENT when it is not joined here. */
    void leave(IpAddress group, Ifnet ifnet) throws IfnetException;

    /** Frees the port, the groups and what waits. */
    @Override
    void close();
}
