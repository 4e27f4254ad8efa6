package org.ifnet.itest.linux;

import java.util.Random;

/** Frames to send: of an ether type that no kernel answers, filled from a seed that a failing test names. */
final class Frames {
    /** IEEE 802, for local experiments. */
    static final int TYPE = 0x88b5;

    private static final int HEADER = 14;
    private final Random random;

    Frames(long seed) {
        random = new Random(seed);
    }

    static byte[] of(int length, int value) {
        byte[] frame = new byte[length];
        java.util.Arrays.fill(frame, HEADER, length, (byte) value);
        return withHeader(frame);
    }

    byte[] next(int length) {
        byte[] frame = new byte[length];
        random.nextBytes(frame);
        return withHeader(frame);
    }

    private static byte[] withHeader(byte[] frame) {
        for (int i = 0; i < 6; i++) {
            frame[i] = (byte) 0xff;
            frame[6 + i] = (byte) (0x20 + i);
        }
        frame[6] = 2;
        frame[12] = (byte) (TYPE >> 8);
        frame[13] = (byte) TYPE;
        return frame;
    }

    /** The frame with a tag behind its addresses. */
    static byte[] tagged(byte[] frame, int tpid, int tci) {
        byte[] tagged = new byte[frame.length + 4];
        System.arraycopy(frame, 0, tagged, 0, 12);
        tagged[12] = (byte) (tpid >> 8);
        tagged[13] = (byte) tpid;
        tagged[14] = (byte) (tci >> 8);
        tagged[15] = (byte) tci;
        System.arraycopy(frame, 12, tagged, 16, frame.length - 12);
        return tagged;
    }
}
