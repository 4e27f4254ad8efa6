package org.ifnet.rawlink.internal;

import org.ifnet.Counter;
import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.IfType;
import org.ifnet.domain.AddressFamily;
import org.ifnet.domain.Domain;
import org.ifnet.link.LinkLayer;
import org.ifnet.link.LinkPort;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.jspecify.annotations.Nullable;

/** Packets as they are: no header, nobody to resolve, the family by the version in the first four bits. Keeps no state. */
public final class RawLink implements LinkLayer {
    private static final int RUN = 0;
    private static final int IPV4 = 4;
    private static final int IPV6 = 6;
    private static final int UNKNOWN = 0;

    private final IfType type;

    public RawLink(IfType type) {
        this.type = type;
    }

    @Override
    public IfType type() {
        return type;
    }

    @Override
    public int headerLength() {
        return 0;
    }

    /** Hands runs of one family to its protocol, so that the order of packets stays. */
    @Override
    public void input(LinkPort port, MbufBatch frames) {
        int flags = port.ifnet().flags();
        MbufBatch run = port.scratch(RUN);
        Domain speaker = null;
        for (int i = 0; i < frames.size(); i++) {
            Mbuf m = frames.get(i);
            Domain domain = receiver(port, flags, m);
            if (domain == null) {
                continue;
            }
            if (domain != speaker || run.isFull()) {
                deliver(port, speaker, run);
                speaker = domain;
            }
            run.add(m);
        }
        frames.clear();
        deliver(port, speaker, run);
    }

    /** Who gets the packet; null when it was dropped or a hook took it. */
    private static @Nullable Domain receiver(LinkPort port, int flags, Mbuf m) {
        if ((flags & IfFlags.UP) == 0) {
            port.drop(DropReason.IF_DOWN, m);
            return null;
        }
        if (m.length() == 0) {
            return broken(port, m, DropReason.RUNT);
        }
        if (!port.passInput(m)) {
            return null;
        }
        if ((flags & IfFlags.MONITOR) != 0) {
            port.drop(DropReason.MONITOR, m);
            return null;
        }
        int family = family(m);
        if (family == UNKNOWN) {
            return broken(port, m, DropReason.BAD_HEADER);
        }
        Domain domain = port.domainOfFamily(family);
        if (domain == null) {
            port.count(Counter.NOPROTO, 1);
            port.drop(DropReason.NO_PROTO, m);
        }
        return domain;
    }

    private static int family(Mbuf m) {
        return switch (m.get8(0) >>> 4) {
            case IPV4 -> AddressFamily.INET;
            case IPV6 -> AddressFamily.INET6;
            default -> UNKNOWN;
        };
    }

    private static @Nullable Domain broken(LinkPort port, Mbuf m, DropReason reason) {
        port.count(Counter.IERRORS, 1);
        port.drop(reason, m);
        return null;
    }

    private static void deliver(LinkPort port, @Nullable Domain domain, MbufBatch run) {
        if (domain != null && !run.isEmpty()) {
            port.input(domain, domain.etherType(), run);
        }
    }

    @Override
    public int output(LinkPort port, Mbuf m, Domain domain, long hi, long lo) {
        if (port.ifnet().has(IfFlags.MONITOR)) {
            return refuse(port, m, DropReason.MONITOR, Errno.ENETDOWN);
        }
        if (!port.ifnet().isUsable()) {
            return refuse(port, m, DropReason.IF_DOWN, Errno.ENETDOWN);
        }
        int family = domain.family();
        if (family != AddressFamily.INET && family != AddressFamily.INET6) {
            return refuse(port, m, DropReason.UNSUPPORTED, Errno.EAFNOSUPPORT);
        }
        if (m.packetLength() > port.ifnet().mtu()) {
            return refuse(port, m, DropReason.TOO_BIG, Errno.EMSGSIZE);
        }
        return port.enqueue(m);
    }

    private static int refuse(LinkPort port, Mbuf m, DropReason reason, Errno errno) {
        port.drop(reason, m);
        return errno.number();
    }
}
