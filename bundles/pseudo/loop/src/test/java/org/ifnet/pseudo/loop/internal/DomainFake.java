package org.ifnet.pseudo.loop.internal;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.Ifnet;
import org.ifnet.domain.Domain;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;

/** A protocol that writes down the ether type and the numbers of packets it gets. */
final class DomainFake implements Domain {
    private final int family;
    private final int type;
    final List<String> got = new ArrayList<>();

    DomainFake(int family, int type) {
        this.family = family;
        this.type = type;
    }

    @Override
    public int family() {
        return family;
    }

    @Override
    public int etherType() {
        return type;
    }

    @Override
    public int[] inputTypes() {
        return new int[] {type};
    }

    @Override
    public void input(Ifnet ifnet, int etherType, MbufBatch packets) {
        StringBuilder line = new StringBuilder(Integer.toHexString(etherType)).append(':');
        for (int i = 0; i < packets.size(); i++) {
            line.append(' ').append(packets.get(i).get32(0));
        }
        got.add(line.toString());
        packets.freeAll();
    }

    @Override
    public long resolve(Ifnet ifnet, Mbuf m, long hi, long lo) {
        throw new UnsupportedOperationException();
    }
}
