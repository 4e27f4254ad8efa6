package org.ifnet.inet;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.ifaddr.IpAddress;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/** ICMP echo for ping(8) and for health checks: a service, one for each family (property {@code ifnet.family}, an Integer). */
@ProviderType
public interface Echo {
    /** EHOSTUNREACH, ENETUNREACH and so on are answers of {@link Session#send}, not of this. EPERM without RAW. */
    default Session open(Credential who, IpAddress destination, Listener listener) throws IfnetException {
        return open(who, destination, null, listener);
    }

    /**
     * The same through a given interface, whatever the routes say: the destination must be a neighbour there. That is how
     * a packet to an own address is made to cross a wire ({@code ping -I}).
     *
     * @param through null to ask the routes
     */
    Session open(Credential who, IpAddress destination, @Nullable Ifnet through, Listener listener)
            throws IfnetException;

    /** Why a request did not arrive. */
    enum Trouble {
        /** Its time to live was over at the router that says so. */
        EXPIRED,
        NET_UNREACHABLE,
        HOST_UNREACHABLE,
        PROTOCOL_UNREACHABLE,
        PORT_UNREACHABLE,
        TOO_BIG,
        PROHIBITED,
        OTHER
    }

    /** One conversation with its own ICMP identifier. */
    @ProviderType
    interface Session extends AutoCloseable {
        /**
         * Sends a request; 0, or an errno number when it could not be sent.
         *
         * @param sequence 0 to 65535
         * @param size bytes of payload, 0 to 65507
         * @param ttl 1 to 255
         */
        default int send(int sequence, int size, int ttl) {
            return send(sequence, size, ttl, false);
        }

        /**
         * The same.
         *
         * @param whole must arrive in one piece: EMSGSIZE when it is longer than what is known to fit ({@code ping -D})
         */
        int send(int sequence, int size, int ttl, boolean whole);

        @Override
        void close();
    }

    /** Hears of answers, on a netisr: notes them and returns. */
    @ConsumerType
    interface Listener {
        /**
         * An answer.
         *
         * @param bytes of payload, without the 8 of ICMP
         * @param nanos when it came, on the clock of Env
         */
        void reply(IpAddress from, int sequence, int bytes, int ttl, long nanos);

        /** An ICMP error for a request of ours, in words, for example "Destination Host Unreachable". */
        void error(IpAddress from, int sequence, String text);

        /** The same, also in kind; what is heard by those who do not need only the words. */
        default void error(IpAddress from, int sequence, Trouble what, String text) {
            error(from, sequence, text);
        }
    }
}
