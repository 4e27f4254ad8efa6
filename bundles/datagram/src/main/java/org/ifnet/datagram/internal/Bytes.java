package org.ifnet.datagram.internal;

import org.ifnet.datagram.Datagram;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.wire.UdpHeader;
import org.jspecify.annotations.Nullable;

/** Packets from bytes and bytes from packets. On threads of applications. */
final class Bytes {
    private Bytes() {}

    /** A packet with room for {@code header} bytes in front of a copy; null when there is no packet memory. */
    static @Nullable Mbuf packet(MbufPool pool, int header, byte[] bytes, int offset, int length) {
        Mbuf head = pool.alloc();
        if (head == null) {
            return null;
        }
        head.append(header);
        Mbuf m = head;
        int done = 0;
        while (done < length) {
            int count = Math.min(length - done, m.tailroom());
            int at = m.length();
            m.append(count);
            for (int i = 0; i < count; i++) {
                m.put8(at + i, bytes[offset + done + i]);
            }
            done += count;
            if (done < length) {
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

    /** What a packet carries that {@link Input} took: its mark says where, and of what kind. It stays the caller's. */
    static Datagram datagram(Mbuf m, String ifnet) {
        int at = m.tag() >>> 1;
        boolean udp = (m.tag() & 1) != 0;
        int port = udp ? m.get16(at + UdpHeader.SRC) : 0;
        int begin = udp ? at + UdpHeader.LENGTH : at;
        byte[] payload = new byte[m.packetLength() - begin];
        int done = 0;
        int from = begin;
        for (Mbuf f = m; f != null; f = f.next()) {
            for (int i = from; i < f.length(); i++) {
                payload[done++] = (byte) f.get8(i);
            }
            from = 0;
        }
        return new Datagram(IpText.src(m, 0), port, IpText.dst(m, 0), ifnet, IpText.hops(m), payload);
    }
}
