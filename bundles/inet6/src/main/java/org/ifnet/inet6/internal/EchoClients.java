package org.ifnet.inet6.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.control.Credential;
import org.ifnet.control.Privilege;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.Echo;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Env;
import org.ifnet.wire.Icmp6Header;
import org.ifnet.wire.Ip6Header;
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
    private final Ifnets ifnets;
    private final Ip6Output output;

    EchoClients(Env env, MbufPool pool, Ifnets ifnets, Ip6Output output) {
        this.env = env;
        this.pool = pool;
        this.ifnets = ifnets;
        this.output = output;
    }

    @Override
    public Session open(Credential who, IpAddress destination, @Nullable Ifnet through, Listener listener)
            throws IfnetException {
        who.require(Privilege.RAW, "ping6");
        if (destination.isV4()) {
            throw new IfnetException(Errno.EAFNOSUPPORT, "ping6: " + destination + " is no IPv6 address");
        }
        Ifnet out = through;
        if (out == null && !destination.zone().isEmpty()) {
            out = ifnets.require(destination.zone());
        }
        int chance = (int) env.random() & 0xffff & -PLACES;
        for (int i = 0; i < PLACES; i++) {
            if (sessions.get(i) == null) {
                EchoSession session = new EchoSession(this, chance | i, destination, out, listener);
                if (sessions.compareAndSet(i, null, session)) {
                    return session;
                }
            }
        }
        throw new IfnetException(Errno.ENOBUFS, "ping6: " + PLACES + " are running already");
    }

    void close(EchoSession session) {
        sessions.compareAndSet(session.id & PLACES - 1, session, null);
    }

    MbufPool pool() {
        return pool;
    }

    Ip6Output output() {
        return output;
    }

    private @Nullable EchoSession session(int id) {
        EchoSession session = sessions.get(id & PLACES - 1);
        return session != null && session.id == id ? session : null;
    }

    /** An answer came; true when somebody waited for it. The packet, from its IPv6 header on, stays the caller's. */
    boolean reply(Mbuf m, int at) {
        EchoSession session = session(Icmp6Header.id(m, at));
        if (session == null) {
            return false;
        }
        int bytes = m.packetLength() - at - Icmp6Header.LENGTH;
        session.replied(
                Ip6Header.srcHi(m, 0),
                Ip6Header.srcLo(m, 0),
                Icmp6Header.sequence(m, at),
                bytes,
                Ip6Header.hops(m, 0),
                env.nanoTime());
        return true;
    }

    /** An ICMPv6 error came; true when it is about a request of somebody here. */
    boolean error(Mbuf m, int at) {
        int inner = at + Icmp6Header.LENGTH;
        if (m.length() < inner + Ip6Header.LENGTH + Icmp6Header.LENGTH) {
            return false;
        }
        int type = Icmp6Header.type(m, at);
        int rest = m.get32(at + Icmp6Header.REST);
        return failed(m, inner, Ip6Header.srcHi(m, 0), Ip6Header.srcLo(m, 0), type, Icmp6Header.code(m, at), rest);
    }

    /** A packet of ours could not be delivered; true when it is a request of somebody here. {@code at} is its header. */
    boolean failed(Mbuf m, int at, long fromHi, long fromLo, int type, int code, int rest) {
        int icmp = at + Ip6Header.LENGTH;
        if (m.length() < icmp + Icmp6Header.LENGTH || Ip6Header.version(m, at) != 6) {
            return false;
        }
        int protocol = Ip6Header.next(m, at);
        if (protocol == Ip6Header.FRAGMENT && m.length() >= icmp + 8 + Icmp6Header.LENGTH) {
            protocol = m.get16(icmp + 2) >>> 3 == 0 ? m.get8(icmp) : -1;
            icmp += 8;
        }
        if (protocol != Ip6Header.ICMP6 || Icmp6Header.type(m, icmp) != Icmp6Header.ECHO) {
            return false;
        }
        EchoSession session = session(Icmp6Header.id(m, icmp));
        if (session == null
                || session.destination.hi() != Ip6Header.dstHi(m, at)
                || session.destination.lo() != Ip6Header.dstLo(m, at)) {
            return false;
        }
        Trouble what = Icmp6Text.trouble(type, code);
        session.failed(fromHi, fromLo, Icmp6Header.sequence(m, icmp), what, Icmp6Text.of(type, code, rest));
        return true;
    }
}
