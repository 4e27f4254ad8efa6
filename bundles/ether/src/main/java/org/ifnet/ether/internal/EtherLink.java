package org.ifnet.ether.internal;

import org.ifnet.IfType;
import org.ifnet.domain.Domain;
import org.ifnet.link.LinkLayer;
import org.ifnet.link.LinkPort;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.EtherHeader;
import org.osgi.service.component.annotations.Component;

/**
 * Ethernet as a link layer (reference 4.3). Keeps no state: everything it needs to know stands in the frame, in the
 * interface, or in the protocol it asks.
 */
@Component(service = LinkLayer.class, property = LinkLayer.TYPE + "=ETHER")
public final class EtherLink implements LinkLayer {
    @Override
    public IfType type() {
        return IfType.ETHER;
    }

    @Override
    public int headerLength() {
        return EtherHeader.LENGTH;
    }

    @Override
    public void input(LinkPort port, MbufBatch frames) {
        EtherInput.input(port, frames);
    }

    @Override
    public int output(LinkPort port, Mbuf m, Domain domain, long hi, long lo) {
        return EtherOutput.output(port, m, domain, hi, lo);
    }
}
