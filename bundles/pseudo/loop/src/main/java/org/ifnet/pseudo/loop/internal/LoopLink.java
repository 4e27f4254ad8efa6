package org.ifnet.pseudo.loop.internal;

import org.ifnet.Counter;
import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfType;
import org.ifnet.domain.Domain;
import org.ifnet.link.LinkLayer;
import org.ifnet.link.LinkPort;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** The link layer of loopback interfaces: a header with the family, nobody to resolve. Keeps no state. */
@Component(service = LinkLayer.class, property = LinkLayer.TYPE + "=LOOP")
public final class LoopLink implements LinkLayer {
    private static final int RUN = 0;

    @Override
    public IfType type() {
        return IfType.LOOP;
    }

    @Override
    public int headerLength() {
        return LoopHeader.LENGTH;
    }

    /** Hands runs of one family to its protocol, so that the order of packets stays. */
    @Override
    public void input(LinkPort port, MbufBatch frames) {
        MbufBatch run = port.scratch(RUN);
        Domain speaker = null;
        for (int i = 0; i < frames.size(); i++) {
            Mbuf m = frames.get(i);
            if (!isWhole(port, m) || !port.passInput(m)) {
                continue;
            }
            Domain domain = port.domainOfFamily(LoopHeader.family(m));
            if (domain == null) {
                port.count(Counter.NOPROTO, 1);
                port.drop(DropReason.NO_PROTO, m);
                continue;
            }
            if (domain != speaker || run.isFull()) {
                deliver(port, speaker, run);
                speaker = domain;
            }
            m.trimFront(LoopHeader.LENGTH);
            m.set(Mbuf.LOOPED);
            run.add(m);
        }
        frames.clear();
        deliver(port, speaker, run);
    }

    private static boolean isWhole(LinkPort port, Mbuf m) {
        if (m.length() >= LoopHeader.LENGTH) {
            return true;
        }
        port.count(Counter.IERRORS, 1);
        port.drop(DropReason.RUNT, m);
        return false;
    }

    private static void deliver(LinkPort port, @Nullable Domain domain, MbufBatch run) {
        if (domain != null && !run.isEmpty()) {
            port.input(domain, domain.etherType(), run);
        }
    }

    @Override
    public int output(LinkPort port, Mbuf m, Domain domain, long hi, long lo) {
        if (!port.ifnet().isUsable()) {
            port.drop(DropReason.IF_DOWN, m);
            return Errno.ENETDOWN.number();
        }
        if (m.packetLength() > port.ifnet().mtu()) {
            port.drop(DropReason.TOO_BIG, m);
            return Errno.EMSGSIZE.number();
        }
        if (!m.prepend(LoopHeader.LENGTH)) {
            port.drop(DropReason.NO_MBUF, m);
            return Errno.ENOBUFS.number();
        }
        LoopHeader.family(m, domain.family());
        return port.enqueue(m);
    }
}
