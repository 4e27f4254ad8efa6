package org.ifnet.itest.linux;

import java.nio.ByteBuffer;

import org.ifnet.wire.MacAddress;

/** Frames that a sane host does not send. */
final class BadFrames {
    private BadFrames() {}

    /** An ICMP echo request to us whose IPv4 header checksum is off by one. */
    static byte[] headerChecksum(MacAddress to) {
        ByteBuffer b = ByteBuffer.allocate(60);
        b.putShort((short) (to.bits() >> 32)).putInt((int) to.bits());
        b.putShort((short) 0x0200).putInt(0x77);
        b.putShort((short) 0x0800);
        b.putShort((short) 0x4500).putShort((short) 46).putInt(0x00010000);
        b.putShort((short) 0x4001).putShort((short) 0);
        b.put(new byte[] {10, 9, 1, 1, 10, 9, 1, 2});
        b.putShort((short) 0x0800).putShort((short) 0xf7ff).putInt(0);
        int sum = 0;
        for (int i = 14; i < 34; i += 2) {
            sum += b.getShort(i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        b.putShort(24, (short) (~sum - 1));
        return b.array();
    }

    /** The first ten bytes of an ARP request. */
    static byte[] truncatedArp() {
        ByteBuffer b = ByteBuffer.allocate(24);
        b.putShort((short) 0xffff).putInt(-1);
        b.putShort((short) 0x0200).putInt(0x77);
        b.putShort((short) 0x0806);
        b.putShort((short) 1)
                .putShort((short) 0x0800)
                .put((byte) 6)
                .put((byte) 4)
                .putShort((short) 1);
        return b.array();
    }
}
