package org.ifnet.dhcp.internal;

import org.ifnet.dhcp.DhcpClients.Lease;
import org.ifnet.dhcp.DhcpClients.State;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.netisr.Env;
import org.jspecify.annotations.Nullable;

/**
 * The client of one interface (RFC 2131, 4.4): what it says when, and what it makes of the answers. Plain: told the time and
 * what came, by one thread; any may read its state.
 */
final class Client {
    private static final long SECOND = 1_000_000_000L;
    private static final long FIRST_WAIT = 4 * SECOND;
    private static final long LONGEST_WAIT = 64 * SECOND;
    private static final long LEAST_RENEWAL_WAIT = 60 * SECOND;
    /** Requests for an offer, or for the address from before, until another is looked for. */
    private static final int TRIES = 4;

    private static final IpAddress ALL = IpAddress.v4(-1);

    private final Env env;
    private final Port port;
    private volatile State state = State.WAITING;
    private @Nullable Offer offer;
    /** The lease that is in use. */
    private volatile @Nullable Offer held;

    private int xid;
    private long mac;
    private long began;
    private int tries;
    private long due;
    private volatile long renewAt;
    private long rebindAt;
    private volatile long endAt;

    /** What it does to the world. */
    interface Port {
        /** Sends from no address, or from the held one. */
        void send(byte[] message, IpAddress to, boolean fromHeld);

        /** The address can be used. */
        void bind(Offer lease);

        /** It cannot any more. */
        void unbind(Offer lease);
    }

    Client(Env env, Port port) {
        this.env = env;
        this.port = port;
    }

    State state() {
        return state;
    }

    @Nullable
    Offer held() {
        return held;
    }

    /** The lease as everybody sees it. */
    @Nullable
    Lease lease() {
        Offer h = held;
        if (h == null) {
            return null;
        }
        long now = env.nanoTime();
        boolean forever = h.lease() == Message.FOREVER;
        return new Lease(
                h.address(),
                h.prefixLength(),
                h.server(),
                h.routers(),
                h.nameServers(),
                forever ? Lease.FOREVER : (renewAt - now) / SECOND,
                forever ? Lease.FOREVER : Math.max(0, (endAt - now) / SECOND));
    }

    /** The interface is there and up. {@code before}: a lease from an earlier life, of which so many seconds are left. */
    void start(long lladdr, @Nullable Offer before, long left) {
        mac = lladdr;
        if (before != null && left > 0) {
            held = before;
            take(before, left);
        }
        if (held == null) {
            discover();
        } else {
            begin(State.REBOOTING);
            say();
        }
    }

    /** The interface is gone or down: what is held stays held until it ends. */
    void stop() {
        state = State.WAITING;
    }

    /**
     * There is a link again, perhaps to another network: asks at once, whether it may keep what it holds or for something new
     * (RFC 4436 does the same with ARP).
     */
    void linkUp() {
        if (state == State.WAITING || state == State.REBOOTING) {
            return;
        }
        if (held == null) {
            discover();
        } else {
            begin(State.REBOOTING);
            say();
        }
    }

    private void begin(State next) {
        state = next;
        tries = 0;
        xid = (int) env.random();
        began = env.nanoTime();
    }

    private void discover() {
        offer = null;
        begin(State.SELECTING);
        say();
    }

    /** Says what is to be said in this state, and when it is to be said again. */
    private void say() {
        long now = env.nanoTime();
        int seconds = (int) ((now - began) / SECOND);
        Offer h = held;
        Offer o = offer;
        due = now + patience(now);
        tries++;
        if (state == State.SELECTING) {
            port.send(Message.of(Message.DISCOVER, xid, seconds, mac, null, null, null), ALL, false);
        } else if (state == State.REQUESTING && o != null) {
            port.send(Message.of(Message.REQUEST, xid, seconds, mac, null, o.address(), o.server()), ALL, false);
        } else if (state == State.REBOOTING && h != null) {
            port.send(Message.of(Message.REQUEST, xid, seconds, mac, null, h.address(), null), ALL, false);
        } else if (h != null) {
            IpAddress to = state == State.RENEWING ? h.server() : ALL;
            port.send(Message.of(Message.REQUEST, xid, seconds, mac, h.address(), null, null), to, true);
        }
    }

    /** Longer each time, give or take a second; half of what is left while a lease is renewed (RFC 2131, 4.1, 4.4.5). */
    private long patience(long now) {
        if (state == State.RENEWING || state == State.REBINDING) {
            long left = (state == State.RENEWING ? rebindAt : endAt) - now;
            return Math.max(LEAST_RENEWAL_WAIT, left / 2);
        }
        long wait = Math.min(LONGEST_WAIT, FIRST_WAIT << Math.min(tries, 4));
        return wait + (env.random() >>> 1) % (2 * SECOND) - SECOND;
    }

    /** Something came. */
    void input(byte[] message) {
        Offer came = state == State.WAITING ? null : Offer.parse(message, xid, mac);
        if (came == null) {
            return;
        }
        if (state == State.SELECTING && came.type() == Message.OFFER) {
            offer = came;
            state = State.REQUESTING;
            tries = 0;
            say();
        } else if (state != State.SELECTING && state != State.BOUND && came.type() == Message.ACK) {
            accept(came);
        } else if (state != State.SELECTING && state != State.BOUND && came.type() == Message.NAK) {
            lose();
            discover();
        }
    }

    private void accept(Offer lease) {
        Offer h = held;
        boolean same = h != null
                && h.address().equals(lease.address())
                && h.prefixLength() == lease.prefixLength()
                && h.routers().equals(lease.routers());
        if (h != null && !same) {
            port.unbind(h);
        }
        held = lease;
        take(lease, lease.lease());
        // What is there already is not disturbed, but what somebody deleted comes back.
        port.bind(lease);
        state = State.BOUND;
    }

    private void take(Offer lease, long left) {
        long bound = env.nanoTime();
        long t1 = lease.renewal() > 0 && lease.renewal() < left ? lease.renewal() : left / 2;
        long t2 = lease.rebinding() > t1 && lease.rebinding() < left ? lease.rebinding() : left * 7 / 8;
        renewAt = bound + t1 * SECOND;
        rebindAt = bound + Math.max(t1, t2) * SECOND;
        endAt = bound + left * SECOND;
    }

    private boolean isForever() {
        Offer h = held;
        return h != null && h.lease() == Message.FOREVER;
    }

    private void lose() {
        Offer h = held;
        held = null;
        if (h != null) {
            port.unbind(h);
        }
    }

    /** Does what is due; nanoseconds until there is something again. */
    long tick() {
        long now = env.nanoTime();
        if (held != null && !isForever() && now - endAt >= 0) {
            lose();
            if (state != State.WAITING) {
                discover();
            }
        } else if (state == State.BOUND) {
            if (!isForever() && now - renewAt >= 0) {
                begin(State.RENEWING);
                say();
            }
        } else if (state == State.RENEWING && now - rebindAt >= 0) {
            begin(State.REBINDING);
            say();
        } else if (state != State.WAITING && now - due >= 0) {
            again();
        }
        return next(env.nanoTime());
    }

    private void again() {
        boolean enough = tries >= TRIES;
        if (state == State.REQUESTING && enough) {
            discover();
        } else if (state == State.REBOOTING && enough) {
            // Nobody says no: it is used until it ends (RFC 2131, 3.2).
            Offer h = held;
            if (h != null) {
                port.bind(h);
            }
            state = State.BOUND;
        } else {
            say();
        }
    }

    private long next(long now) {
        long end = held == null || isForever() ? Long.MAX_VALUE : endAt - now;
        long next = switch (state) {
            case WAITING -> Long.MAX_VALUE;
            case BOUND -> isForever() ? Long.MAX_VALUE : renewAt - now;
            case RENEWING -> Math.min(due, rebindAt) - now;
            default -> due - now;
        };
        return Math.max(Math.min(next, end), 0);
    }

    /** Seconds of the lease that are left. */
    long left() {
        return isForever() ? Message.FOREVER : Math.max(0, (endAt - env.nanoTime()) / SECOND);
    }

    /** Gives the lease back. */
    void release() {
        Offer h = held;
        if (h != null && state != State.WAITING) {
            begin(State.WAITING);
            port.send(Message.of(Message.RELEASE, xid, 0, mac, h.address(), null, h.server()), h.server(), true);
        }
        state = State.WAITING;
        lose();
    }
}
