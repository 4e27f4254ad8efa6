package org.ifnet.datagram.internal;

import java.util.concurrent.atomic.AtomicLong;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.datagram.Datagram;
import org.ifnet.datagram.DatagramEndpoint;
import org.ifnet.datagram.DatagramListener;
import org.ifnet.datagram.DatagramSpec;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.Echo;
import org.ifnet.mbuf.Mbuf;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One endpoint: what waits for it, and what it sends. */
final class Endpoint implements DatagramEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);

    private final Endpoints all;
    final DatagramSpec spec;
    /** Of the interface that it is confined to, or 0. */
    final int through;

    private final DatagramListener listener;
    private final MbufSlots waiting;
    private final Memberships memberships;
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong full = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean closed;

    Endpoint(Endpoints all, DatagramSpec spec, DatagramListener listener, Memberships memberships) {
        this.all = all;
        this.spec = spec;
        this.listener = listener;
        this.memberships = memberships;
        Ifnet only = spec.through();
        through = only == null ? 0 : only.handle();
        waiting = new MbufSlots(spec.queue());
    }

    /**
     * Whether a packet is for it: 0 when not, else the more the better it fits.
     *
     * @param group sent to a group, which then must have been joined
     */
    int fits(Mbuf m, int ifnet, boolean group) {
        if (closed || through != 0 && through != ifnet) {
            return 0;
        }
        if (group && !memberships.has(m, ifnet)) {
            return 0;
        }
        IpAddress local = spec.local();
        if (local != null && !group && !IpText.isDestination(m, local)) {
            return 0;
        }
        return 1 + (local == null ? 0 : 2) + (through == 0 ? 0 : 1);
    }

    /** A packet that fits, from its IP header on; consumes it. On a netisr. */
    void deliver(Mbuf m, Ifnet ifnet) {
        m.ownedBy("datagram endpoint");
        if (!waiting.offer(m)) {
            full.getAndIncrement();
            all.drop(DropReason.RECEIVER_FULL, m, ifnet);
            return;
        }
        received.getAndIncrement();
        if (closed) {
            drain();
            return;
        }
        try {
            listener.arrived(this);
        } catch (RuntimeException | LinkageError e) {
            failed(e);
        }
    }

    void failed(IpAddress to, int port, Echo.Trouble what) {
        try {
            if (!closed) {
                listener.failed(this, to, port, what);
            }
        } catch (RuntimeException | LinkageError e) {
            failed(e);
        }
    }

    /** What a listener throws must not reach the packet that follows. */
    private void failed(Throwable e) {
        close();
        all.later(() -> LOG.error("the listener of port {} failed and is closed", spec.port(), e));
    }

    @Override
    public DatagramSpec spec() {
        return spec;
    }

    @Override
    public int send(IpAddress to, int port, byte[] bytes, int offset, int length) {
        if (closed) {
            return Errno.EBADF.number();
        }
        boolean udp = spec.protocol() == DatagramSpec.UDP;
        if (to.family() != spec.family() || port < 0 || port > 0xffff || udp != (port != 0)) {
            return Errno.EINVAL.number();
        }
        int error = all.send(this, to, port, bytes, offset, length);
        if (error == 0) {
            sent.getAndIncrement();
        }
        return error;
    }

    @Override
    public @Nullable Datagram poll() {
        Mbuf m = waiting.poll();
        if (m == null) {
            return null;
        }
        try {
            return all.read(m);
        } finally {
            m.free();
        }
    }

    @Override
    public int waiting() {
        return waiting.size();
    }

    @Override
    public Counts counts() {
        return new Counts(received.get(), full.get(), sent.get());
    }

    @Override
    public void join(IpAddress group, Ifnet ifnet) throws IfnetException {
        if (closed || group.family() != spec.family()) {
            Errno errno = closed ? Errno.EBADF : Errno.EAFNOSUPPORT;
            throw new IfnetException(errno, "datagram: " + group + " cannot be joined here");
        }
        memberships.join(group, ifnet);
        if (closed) {
            memberships.leaveAll();
        }
    }

    @Override
    public void leave(IpAddress group, Ifnet ifnet) throws IfnetException {
        memberships.leave(group, ifnet);
    }

    /** Whoever puts one there after this looks at {@code closed} afterwards: one of the two sees the other. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        all.remove(this);
        drain();
        all.later(memberships::leaveAll);
    }

    private void drain() {
        for (Mbuf m = waiting.poll(); m != null; m = waiting.poll()) {
            m.free();
        }
    }
}
