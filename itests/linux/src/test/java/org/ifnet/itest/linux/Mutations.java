package org.ifnet.itest.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import org.ifnet.wire.MacAddress;

/** Frames of each header that we know, with bytes changed, cut off and put in; most with checksums that are right. */
final class Mutations {
    private static final int ETHER = 14;
    private static final int LONGEST = 1514;
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;
    private static final int ICMP = 1;
    private static final int IGMP = 2;
    private static final int ICMP6 = 58;

    private final Random random;
    private final long to;
    private final List<byte[]> originals;

    /** @param to the station that shall look at them */
    Mutations(long seed, MacAddress to) {
        random = new Random(seed);
        this.to = to.bits();
        InputStreamReader in = new InputStreamReader(
                Objects.requireNonNull(Mutations.class.getResourceAsStream("/frames.txt")), StandardCharsets.US_ASCII);
        try (BufferedReader lines = new BufferedReader(in)) {
            originals = lines.lines().map(this::frame).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param line its name, its ether type and what follows */
    private byte[] frame(String line) {
        String[] words = line.split(" ");
        byte[] packet = HexFormat.of().parseHex(words[2]);
        ByteBuffer frame = ByteBuffer.allocate(ETHER + packet.length);
        frame.putShort((short) (to >> 32)).putInt((int) to);
        frame.putShort((short) 0x0200).putInt(0x77);
        frame.putShort((short) Integer.parseInt(words[1], 16)).put(packet);
        return frame.array();
    }

    List<byte[]> originals() {
        return originals;
    }

    byte[] next() {
        byte[] frame = originals.get(random.nextInt(originals.size())).clone();
        for (int n = random.nextInt(5); n > 0; n--) {
            frame = changed(frame);
        }
        if (random.nextInt(4) != 0) {
            sums(frame);
        }
        return frame;
    }

    private byte[] changed(byte[] frame) {
        int at = random.nextInt(frame.length);
        switch (random.nextInt(5)) {
            case 0:
                frame[at] ^= (byte) (1 << random.nextInt(8));
                return frame;
            case 1:
                frame[at] = (byte) random.nextInt();
                return frame;
            case 2:
                frame[at] = random.nextBoolean() ? 0 : (byte) 0xff;
                return frame;
            case 3:
                return Arrays.copyOf(frame, Math.max(ETHER, at));
            default:
                return inserted(frame, at);
        }
    }

    private byte[] inserted(byte[] frame, int at) {
        byte[] some = new byte[1 + random.nextInt(64)];
        random.nextBytes(some);
        ByteBuffer longer = ByteBuffer.allocate(frame.length + some.length);
        longer.put(frame, 0, at).put(some).put(frame, at, frame.length - at);
        return Arrays.copyOf(longer.array(), Math.min(longer.capacity(), LONGEST));
    }

    /** Makes the checksums of the headers right as far as these are there. */
    static void sums(byte[] frame) {
        int type = frame.length < ETHER ? 0 : (frame[12] & 0xff) << 8 | frame[13] & 0xff;
        int header = type == IPV4 ? frame.length > ETHER ? (frame[ETHER] & 0xf) * 4 : 0 : 40;
        int upper = ETHER + header;
        if (type != IPV4 && type != IPV6 || header < 20 || frame.length < upper) {
            return;
        }
        int protocol = frame[ETHER + (type == IPV4 ? 9 : 6)] & 0xff;
        if (type == IPV4) {
            sum(frame, ETHER, upper, ETHER + 10, 0);
        }
        if (frame.length >= upper + 4) {
            if (type == IPV4 && (protocol == ICMP || protocol == IGMP)) {
                sum(frame, upper, frame.length, upper + 2, 0);
            } else if (type == IPV6 && protocol == ICMP6) {
                sum(frame, ETHER + 8, frame.length, upper + 2, frame.length - upper + ICMP6);
            }
        }
    }

    private static void sum(byte[] frame, int from, int end, int at, int start) {
        frame[at] = 0;
        frame[at + 1] = 0;
        int sum = start;
        for (int i = from; i < end; i++) {
            sum += (frame[i] & 0xff) << ((i - from & 1) == 0 ? 8 : 0);
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        frame[at] = (byte) (~sum >> 8);
        frame[at + 1] = (byte) ~sum;
    }
}
