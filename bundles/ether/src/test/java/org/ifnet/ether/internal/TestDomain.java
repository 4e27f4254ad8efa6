package org.ifnet.ether.internal;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.Ifnet;
import org.ifnet.domain.Domain;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;

/** A protocol that writes down what it gets: type, length, first byte, marks. */
final class TestDomain implements Domain {
    final int family;
    final int type;
    long answer = 0x0200_0000_0002L;
    final List<String> got = new ArrayList<>();

    TestDomain(int family, int type) {
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
        StringBuilder line = new StringBuilder(Integer.toHexString(etherType));
        for (int i = 0; i < packets.size(); i++) {
            Mbuf m = packets.get(i);
            line.append(' ').append(m.length()).append(':').append(m.length() == 0 ? -1 : m.get8(0));
            line.append(m.has(Mbuf.BCAST) ? "b" : m.has(Mbuf.MCAST) ? "m" : "");
        }
        got.add(line.toString());
        packets.freeAll();
    }

    @Override
    public long resolve(Ifnet ifnet, Mbuf m, long hi, long lo) {
        if (answer == QUEUED) {
            m.free();
        }
        return answer;
    }
}
