package org.ifnet.dhcp.internal;

import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.control.IfnetControl;
import org.ifnet.datagram.Datagram;
import org.ifnet.datagram.DatagramEndpoint;
import org.ifnet.datagram.DatagramListener;
import org.ifnet.datagram.DatagramService;
import org.ifnet.datagram.DatagramSpec;
import org.ifnet.dhcp.DhcpClients.State;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.netisr.Env;
import org.ifnet.route.RouteSpec;
import org.ifnet.route.Routes;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The client of an interface with that name, whenever there is one. On the worker. */
final class Session implements Client.Port {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final Credential SELF = Credential.full("dhclient");
    private static final int CLIENT_PORT = 68;
    private static final int SERVER_PORT = 67;
    private static final IpPrefix DEFAULT = new IpPrefix(IpAddress.v4(0), 0);

    final String name;
    final Client client;
    private final Platform platform;
    private final DatagramListener listener;
    private @Nullable Ifnet ifnet;
    /** For what is sent from no address, and for broadcasts. */
    private @Nullable DatagramEndpoint anywhere;
    /** For what is sent from the held address. */
    private @Nullable DatagramEndpoint fromHeld;

    private @Nullable Offer before;
    private long left;

    /** The services that it needs. */
    record Platform(Env env, IfnetControl control, Ifaddrs ifaddrs, Routes routes, DatagramService datagrams) {}

    /**
     * Begins when {@link #up} says so.
     *
     * @param before a lease from an earlier life, of which {@code left} seconds are left, or null
     */
    Session(String name, Platform platform, DatagramListener listener, @Nullable Offer before, long left) {
        this.name = name;
        this.platform = platform;
        this.listener = listener;
        this.before = before;
        this.left = left;
        client = new Client(platform.env(), this);
    }

    /** What it needs of an interface; EOPNOTSUPP when that has it not. */
    static void check(Ifnet ifnet) throws IfnetException {
        if (ifnet.lladdr() == null || !ifnet.has(IfFlags.BROADCAST)) {
            throw new IfnetException(
                    Errno.EOPNOTSUPP, "dhclient: " + ifnet.name() + " has no link-level address or no broadcast");
        }
    }

    /** The interface is there: brings it up and begins, unless it is at it. */
    void up(Ifnet there) {
        if (ifnet == there && client.state() != State.WAITING) {
            return;
        }
        down();
        try {
            check(there);
            ifnet = there;
            anywhere = platform.datagrams()
                    .open(
                            SELF,
                            DatagramSpec.udp(AddressFamily.INET, CLIENT_PORT)
                                    .by(there)
                                    .fromNowhere(),
                            listener);
            platform.control().setFlags(SELF, there, IfFlags.UP, 0);
            MacAddress lladdr = there.lladdr();
            if (lladdr != null) {
                client.start(lladdr.bits(), before, left);
                before = null;
            }
        } catch (IfnetException e) {
            LOG.warn("dhclient: {}: {}", name, e.getMessage());
            down();
        }
    }

    /** The interface goes, or is down. */
    void down() {
        client.stop();
        close();
    }

    boolean isOn(Ifnet other) {
        return ifnet == other;
    }

    private void close() {
        closeHeld();
        DatagramEndpoint open = anywhere;
        anywhere = null;
        if (open != null) {
            open.close();
        }
        ifnet = null;
    }

    private void closeHeld() {
        DatagramEndpoint open = fromHeld;
        fromHeld = null;
        if (open != null) {
            open.close();
        }
    }

    void release() {
        client.release();
        close();
    }

    /** Takes what has come. */
    void arrived() {
        take(anywhere);
        take(fromHeld);
    }

    private void take(@Nullable DatagramEndpoint endpoint) {
        for (Datagram d = next(endpoint); d != null; d = next(endpoint)) {
            if (d.port() == SERVER_PORT) {
                client.input(d.payload());
            }
        }
    }

    private static @Nullable Datagram next(@Nullable DatagramEndpoint endpoint) {
        return endpoint == null ? null : endpoint.poll();
    }

    @Override
    public void send(byte[] message, IpAddress to, boolean held) {
        DatagramEndpoint by = held && to.v4() != -1 ? held() : anywhere;
        int error = by == null ? Errno.ENETDOWN.number() : by.send(to, SERVER_PORT, message);
        if (error != 0) {
            // It is said again in time.
            LOG.debug("dhclient: {}: error {} when sending to {}", name, error, to);
        }
    }

    private @Nullable DatagramEndpoint held() {
        Offer lease = client.held();
        if (fromHeld == null && lease != null) {
            try {
                DatagramSpec spec = DatagramSpec.udp(AddressFamily.INET, CLIENT_PORT);
                fromHeld = platform.datagrams().open(SELF, spec.at(lease.address()), listener);
            } catch (IfnetException e) {
                LOG.debug("dhclient: {}: {}", name, e.getMessage());
            }
        }
        return fromHeld;
    }

    @Override
    public void bind(Offer lease) {
        Ifnet to = ifnet;
        if (to == null) {
            return;
        }
        boolean there = platform.ifaddrs().list(to).stream()
                .anyMatch(a -> a.address().equals(lease.address()) && a.prefix().length() == lease.prefixLength());
        if (!there) {
            LOG.info("dhclient: {}: {}/{} from {}", name, lease.address(), lease.prefixLength(), lease.server());
            attempt(() -> platform.ifaddrs().add(SELF, to, AddressSpec.of(lease.address(), lease.prefixLength())));
        }
        RouteSpec route = route(lease);
        if (route != null) {
            attempt(() -> platform.routes().add(SELF, route));
        }
    }

    private static @Nullable RouteSpec route(Offer lease) {
        return lease.routers().isEmpty()
                ? null
                : new RouteSpec(DEFAULT, lease.routers().get(0), null, 0);
    }

    @Override
    public void unbind(Offer lease) {
        closeHeld();
        Ifnet from = ifnet;
        if (from == null) {
            return;
        }
        LOG.info("dhclient: {}: {} is given up", name, lease.address());
        RouteSpec route = route(lease);
        if (route != null) {
            attempt(() -> platform.routes().delete(SELF, route));
        }
        attempt(() -> platform.ifaddrs().delete(SELF, from, AddressFamily.INET, lease.address()));
    }

    private interface Attempt {
        void run() throws IfnetException;
    }

    /** What is there already, or gone already, is as it should be. */
    private void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (IfnetException e) {
            Errno errno = e.errno();
            boolean fine = errno == Errno.EEXIST || errno == Errno.ESRCH || errno == Errno.EADDRNOTAVAIL;
            if (!fine) {
                LOG.warn("dhclient: {}: {}", name, e.getMessage());
            }
        }
    }
}
