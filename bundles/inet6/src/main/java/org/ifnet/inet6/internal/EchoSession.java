package org.ifnet.inet6.internal;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.Echo;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.wire.Icmp6Header;
import org.ifnet.wire.Ip6Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One who pings one destination. */
final class EchoSession implements Echo.Session {
    private static final Logger LOG = LoggerFactory.getLogger(EchoSession.class);

    /** What fits behind an ICMPv6 header in the longest payload. */
    private static final int LONGEST = Ip6Header.MAX_PAYLOAD - Icmp6Header.LENGTH;

    private final EchoClients clients;
    final int id;
    final IpAddress destination;
    private final @Nullable Ifnet through;
    private final Echo.Listener listener;
    private volatile boolean closed;

    EchoSession(EchoClients clients, int id, IpAddress destination, @Nullable Ifnet through, Echo.Listener listener) {
        this.clients = clients;
        this.id = id;
        this.destination = destination;
        this.through = through;
        this.listener = listener;
    }

    @Override
    public int send(int sequence, int size, int ttl, boolean whole) {
        if (closed || sequence < 0 || sequence > 0xffff || ttl < 1 || ttl > 255 || size < 0) {
            return Errno.EINVAL.number();
        }
        if (size > LONGEST) {
            return Errno.EMSGSIZE.number();
        }
        Mbuf m = request(sequence, size);
        if (m == null) {
            return Errno.ENOBUFS.number();
        }
        return clients.output()
                .send(m, 0, 0, destination.hi(), destination.lo(), Ip6Header.ICMP6, ttl, 0, through, whole);
    }

    private @Nullable Mbuf request(int sequence, int size) {
        MbufPool pool = clients.pool();
        Mbuf head = pool.alloc();
        if (head == null || !head.append(Icmp6Header.LENGTH)) {
            return null;
        }
        Icmp6Header.put(head, 0, Icmp6Header.ECHO, 0, id << 16 | sequence);
        Mbuf m = head;
        int filled = 0;
        while (filled < size) {
            int count = Math.min(size - filled, m.tailroom());
            int at = m.length();
            m.append(count);
            for (int i = 0; i < count; i++) {
                m.put8(at + i, filled + i);
            }
            filled += count;
            if (filled < size) {
                Mbuf more = pool.alloc();
                if (more == null) {
                    head.free();
                    return null;
                }
                m.next(more);
                m = more;
            }
        }
        return head;
    }

    /** From whomever: a broadcast is answered by many. */
    void replied(long hi, long lo, int sequence, int bytes, int ttl, long nanos) {
        boolean expected = lo == destination.lo() && hi == destination.hi();
        if (!closed) {
            tell(() -> listener.reply(expected ? destination : from(hi, lo), sequence, bytes, ttl, nanos));
        }
    }

    void failed(long hi, long lo, int sequence, Echo.Trouble what, String text) {
        if (!closed) {
            tell(() -> listener.error(from(hi, lo), sequence, what, text));
        }
    }

    private IpAddress from(long hi, long lo) {
        IpAddress from = IpAddress.v6(hi, lo);
        Ifnet out = through;
        return from.isLinkLocal() && out != null ? from.withZone(out.name()) : from;
    }

    /** What a listener throws must not reach the packet that follows. */
    private void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | LinkageError e) {
            close();
            LOG.error("a listener of ping {} failed and is closed", destination, e);
        }
    }

    @Override
    public void close() {
        closed = true;
        clients.close(this);
    }
}
