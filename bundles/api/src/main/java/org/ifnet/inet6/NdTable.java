package org.ifnet.inet6;

import java.util.List;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** The neighbours of IPv6: a service (RFC 4861, 7). Not on a netisr. */
@ProviderType
public interface NdTable {
    /** What is known of a neighbour (RFC 4861, 7.3.2). */
    enum State {
        /** Asked, no answer yet. */
        INCOMPLETE('I'),
        /** Known to answer. */
        REACHABLE('R'),
        /** Known, but not lately; asked anew once somebody sends to it. */
        STALE('S'),
        /** Sent to while stale; somebody above may yet say that it answers. */
        DELAY('D'),
        /** Asked again, directly. */
        PROBE('P');

        private final char letter;

        State(char letter) {
            this.letter = letter;
        }

        /** What ndp(8) prints. */
        public char letter() {
            return letter;
        }
    }

    /**
     * One neighbour.
     *
     * @param address with the interface as scope when it is link-local
     * @param lladdr null while incomplete
     * @param permanent set by an administrator; its state is REACHABLE
     * @param expires seconds until its state changes; negative when permanent
     * @param router it says that it forwards
     * @param probes requests sent since its last answer
     */
    record Entry(
            Ifnet ifnet,
            IpAddress address,
            @Nullable MacAddress lladdr,
            State state,
            boolean permanent,
            long expires,
            boolean router,
            int probes) {}

    /**
     * A router that advertises itself (RFC 4861, 6.3.4).
     *
     * @param preference of RFC 4191: -1, 0 or 1
     * @param expires seconds until it is none any more
     * @param installed the default route goes through it
     */
    record Router(Ifnet ifnet, IpAddress address, int preference, long expires, boolean installed) {}

    /**
     * A prefix that a router advertises.
     *
     * @param onLink all its addresses are neighbours
     * @param autonomous addresses are made from it
     * @param preferred seconds, {@link Address6State#FOREVER} without end, as {@code valid}
     */
    record Prefix(Ifnet ifnet, IpPrefix prefix, boolean onLink, boolean autonomous, long preferred, long valid) {}

    /** The routers in the order in which they were first heard. */
    List<Router> routers() throws IfnetException;

    /** The prefixes in the order in which they were first heard. */
    List<Prefix> prefixes() throws IfnetException;

    /** By interface, then address. */
    List<Entry> list();

    /** Adds a permanent entry. EADDRNOTAVAIL when no interface has the address on its network; EINVAL; EPERM. */
    void set(Credential who, IpAddress address, MacAddress lladdr) throws IfnetException;

    /** ENOENT when there is none. A link-local address without scope means the entry of every interface. */
    void delete(Credential who, IpAddress address) throws IfnetException;

    /** Forgets all that is not permanent; how many that were. */
    int clear(Credential who) throws IfnetException;
}
