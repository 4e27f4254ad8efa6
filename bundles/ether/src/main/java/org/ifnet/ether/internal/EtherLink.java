package org.ifnet.ether.internal;

import org.ifnet.Errno;
import org.ifnet.IfType;
import org.ifnet.IfnetException;
import org.ifnet.domain.Domain;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.link.LinkLayer;
import org.ifnet.link.LinkPort;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.MacAddress;
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

    /** RFC 1112 for IPv4, RFC 2464 for IPv6. */
    @Override
    public MacAddress resolveMulticast(LinkPort port, IpAddress group) throws IfnetException {
        if (!group.isMulticast()) {
            throw new IfnetException(Errno.EADDRNOTAVAIL, group + " is no multicast address");
        }
        return new MacAddress(EtherOutput.group(group.family(), group.hi(), group.lo()));
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
