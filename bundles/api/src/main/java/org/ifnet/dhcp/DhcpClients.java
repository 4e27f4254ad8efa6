package org.ifnet.dhcp;

import java.util.List;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.ifaddr.IpAddress;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Interfaces that get their IPv4 address from a DHCP server (RFC 2131): a service. The address and the default route of a
 * lease are wanted state like those of an administrator; they go when the lease ends or is released.
 */
@ProviderType
public interface DhcpClients {
    /**
     * Begins to ask on that interface, which is brought up, and goes on until {@link #release}, also when the interface or
     * this service comes back. Does not wait. EPERM without INTERFACE; EOPNOTSUPP when the interface has no
     * link-level address or no broadcast.
     */
    void start(Credential who, Ifnet ifnet) throws IfnetException;

    /** Gives the lease back and ends. ENOENT when none is running there. */
    void release(Credential who, Ifnet ifnet) throws IfnetException;

    /** By name of the interface. */
    List<Status> list();

    /** What the client of an interface is doing, in the words of RFC 2131. */
    enum State {
        /** The interface is gone or down. */
        WAITING,
        SELECTING,
        REQUESTING,
        REBOOTING,
        BOUND,
        RENEWING,
        REBINDING
    }

    /**
     * How far a client is.
     *
     * @param lease null until there was one
     */
    record Status(String ifnet, State state, @Nullable Lease lease) {}

    /**
     * What a server gave.
     *
     * @param routers first of all the default gateway; maybe none
     * @param renewal seconds until it is renewed, counted from now; negative when that is over
     * @param expires seconds until it ends; {@link #FOREVER} when it does not
     */
    record Lease(
            IpAddress address,
            int prefixLength,
            IpAddress server,
            List<IpAddress> routers,
            List<IpAddress> nameServers,
            long renewal,
            long expires) {
        public static final long FOREVER = 0xffff_ffffL;
    }
}
