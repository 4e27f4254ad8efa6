package org.ifnet.inet.internal;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.Echo;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.wire.Checksum;
import org.ifnet.wire.IcmpHeader;
import org.ifnet.wire.Ipv4Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One who pings one destination. */
final class EchoSession implements Echo.Session {
    private static final Logger LOG = LoggerFactory.getLogger(EchoSession.class);

    /** What fits behind an IP and an ICMP header in the longest packet. */
    private static final int LONGEST = 65_507;

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
        Ifnet out = through;
        return out == null
                ? clients.output().send(m, 0, destination.v4(), Ipv4Header.ICMP, ttl, 0, whole)
                : clients.output().sendThrough(out, m, 0, false, destination.v4(), Ipv4Header.ICMP, ttl, whole);
    }

    private @Nullable Mbuf request(int sequence, int size) {
        MbufPool pool = clients.pool();
        Mbuf head = pool.alloc();
        if (head == null || !head.append(IcmpHeader.LENGTH)) {
            return null;
        }
        IcmpHeader.put(head, 0, IcmpHeader.ECHO, 0, id << 16 | sequence);
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
        head.put16(IcmpHeader.CHECKSUM, Checksum.ofChain(head, 0));
        return head;
    }

    /** From whomever: a broadcast is answered by many. */
    void replied(int from, int sequence, int bytes, int ttl, long nanos) {
        boolean expected = from == destination.v4();
        if (!closed) {
            tell(() -> listener.reply(expected ? destination : IpAddress.v4(from), sequence, bytes, ttl, nanos));
        }
    }

    void failed(int from, int sequence, Echo.Trouble what, String text) {
        if (!closed) {
            tell(() -> listener.error(IpAddress.v4(from), sequence, what, text));
        }
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
