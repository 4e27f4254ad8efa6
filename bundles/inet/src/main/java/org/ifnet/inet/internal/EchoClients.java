package org.ifnet.inet.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.control.Privilege;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.Echo;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Env;
import org.ifnet.wire.IcmpHeader;
import org.ifnet.wire.Ipv4Header;
import org.jspecify.annotations.Nullable;

/**
 * Those who ping, by ICMP identifier. The lower bits of an identifier are the place in the table, the upper ones chance,
 * so that a late answer does not reach the next session in that place.
 */
final class EchoClients implements Echo {
    private static final int PLACES = 1024;

    private final AtomicReferenceArray<@Nullable EchoSession> sessions = new AtomicReferenceArray<>(PLACES);
    private final Env env;
    private final MbufPool pool;
    private final Ip4Output output;

    EchoClients(Env env, MbufPool pool, Ip4Output output) {
        this.env = env;
        this.pool = pool;
        this.output = output;
    }

    @Override
    public Session open(Credential who, IpAddress destination, @Nullable Ifnet through, Listener listener)
            throws IfnetException {
        who.require(Privilege.RAW, "ping");
        if (!destination.isV4()) {
            throw new IfnetException(Errno.EAFNOSUPPORT, "ping: " + destination + " is no IPv4 address");
        }
        int chance = (int) env.random() & 0xffff & -PLACES;
        for (int i = 0; i < PLACES; i++) {
            if (sessions.get(i) == null) {
                EchoSession session = new EchoSession(this, chance | i, destination, through, listener);
                if (sessions.compareAndSet(i, null, session)) {
                    return session;
                }
            }
        }
        throw new IfnetException(Errno.ENOBUFS, "ping: " + PLACES + " are running already");
    }

    void close(EchoSession session) {
        sessions.compareAndSet(session.id & PLACES - 1, session, null);
    }

    MbufPool pool() {
        return pool;
    }

    Ip4Output output() {
        return output;
    }

    private @Nullable EchoSession session(int id) {
        EchoSession session = sessions.get(id & PLACES - 1);
        return session != null && session.id == id ? session : null;
    }

    /** An answer came; true when somebody waited for it. The packet, from its IP header on, stays the caller's. */
    boolean reply(Mbuf m, int header) {
        EchoSession session = session(IcmpHeader.id(m, header));
        if (session == null) {
            return false;
        }
        int bytes = Ipv4Header.totalLength(m, 0) - header - IcmpHeader.LENGTH;
        session.replied(
                Ipv4Header.src(m, 0), IcmpHeader.sequence(m, header), bytes, Ipv4Header.ttl(m, 0), env.nanoTime());
        return true;
    }

    /** An ICMP error came; true when it is about a request of somebody here. */
    boolean error(Mbuf m, int header) {
        int inner = header + IcmpHeader.LENGTH;
        if (m.length() < inner + Ipv4Header.LENGTH + IcmpHeader.LENGTH) {
            return false;
        }
        int rest = IcmpHeader.type(m, header) == IcmpHeader.UNREACHABLE ? m.get16(header + IcmpHeader.MTU) : 0;
        int type = IcmpHeader.type(m, header);
        return failed(m, inner, Ipv4Header.src(m, 0), type, IcmpHeader.code(m, header), rest);
    }

    /** A packet of ours could not be delivered; true when it is a request of somebody here. {@code at} is its IP header. */
    boolean failed(Mbuf m, int at, int from, int type, int code, int mtu) {
        int header = Ipv4Header.headerLength(m, at);
        int icmp = at + header;
        if (header < Ipv4Header.LENGTH
                || m.length() < icmp + IcmpHeader.LENGTH
                || Ipv4Header.version(m, at) != 4
                || Ipv4Header.protocol(m, at) != Ipv4Header.ICMP
                || IcmpHeader.type(m, icmp) != IcmpHeader.ECHO) {
            return false;
        }
        EchoSession session = session(IcmpHeader.id(m, icmp));
        if (session == null || session.destination.v4() != Ipv4Header.dst(m, at)) {
            return false;
        }
        Trouble what = IcmpText.trouble(type, code);
        session.failed(from, IcmpHeader.sequence(m, icmp), what, IcmpText.of(type, code, mtu));
        return true;
    }
}
