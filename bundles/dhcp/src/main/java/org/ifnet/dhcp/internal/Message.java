package org.ifnet.dhcp.internal;

import java.util.Arrays;

import org.ifnet.ifaddr.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a client says (RFC 2131, 2; RFC 2132).
 *
 * <pre>
 *   op 1 | htype 1 | hlen 6 | hops   |  0        xid                                     |  4
 *   secs           | flags           |  8        ciaddr                                  | 12
 *   yiaddr                           | 16        siaddr, giaddr                          | 20
 *   chaddr, 16 bytes                 | 28        sname, 64 bytes; file, 128 bytes         | 44
 *   cookie                           | 236       options: kind, length, value …           | 240
 * </pre>
 */
final class Message {
    static final int DISCOVER = 1;
    static final int OFFER = 2;
    static final int REQUEST = 3;
    static final int ACK = 5;
    static final int NAK = 6;
    static final int RELEASE = 7;

    static final long FOREVER = 0xffff_ffffL;

    static final int REPLY = 2;
    static final int XID = 4;
    static final int YIADDR = 16;
    static final int CHADDR = 28;
    static final int OPTIONS = 240;
    static final int COOKIE = 0x6382_5363;

    static final int PAD = 0;
    static final int MASK = 1;
    static final int ROUTERS = 3;
    static final int NAME_SERVERS = 6;
    static final int LEASE = 51;
    static final int TYPE = 53;
    static final int SERVER = 54;
    static final int RENEWAL = 58;
    static final int REBINDING = 59;
    static final int END = 255;

    private static final int ADDRESS = 50;
    private static final int WANTED = 55;
    private static final int LARGEST = 57;
    private static final int CLIENT = 61;
    /** The answer comes as a broadcast: as long as there is no address, nothing else is received. */
    private static final int BROADCAST = 0x8000;
    /** Some servers want what BOOTP had. */
    private static final int SHORTEST = 300;

    private final byte[] bytes = new byte[SHORTEST + 64];
    private int end = OPTIONS;

    private Message() {}

    /**
     * Writes one.
     *
     * @param ciaddr the address that is in use, or null: then the answer is to be a broadcast
     * @param address wanted, or null
     * @param server meant, or null for all
     */
    static byte[] of(
            int type,
            int xid,
            int seconds,
            long mac,
            @Nullable IpAddress ciaddr,
            @Nullable IpAddress address,
            @Nullable IpAddress server) {
        Message m = new Message();
        m.put(0, 1, 1, 6, 0);
        m.put32(XID, xid);
        m.put32(8, Math.min(seconds, 0xffff) << 16 | (ciaddr == null ? BROADCAST : 0));
        m.put32(12, ciaddr == null ? 0 : ciaddr.v4());
        m.put32(CHADDR, (int) (mac >>> 16));
        m.put(CHADDR + 4, (int) (mac >>> 8), (int) mac);
        m.put32(OPTIONS - 4, COOKIE);
        m.option(TYPE, type);
        m.option(
                CLIENT,
                1,
                (int) (mac >>> 40),
                (int) (mac >>> 32),
                (int) (mac >>> 24),
                (int) (mac >>> 16),
                (int) (mac >>> 8),
                (int) mac);
        m.option(ADDRESS, address);
        m.option(SERVER, server);
        if (type != RELEASE) {
            m.option(WANTED, MASK, ROUTERS, NAME_SERVERS, LEASE, RENEWAL, REBINDING);
            m.option(LARGEST, 1500 >>> 8, 1500 & 0xff);
        }
        m.bytes[m.end++] = (byte) END;
        return Arrays.copyOf(m.bytes, Math.max(m.end, SHORTEST));
    }

    private void option(int kind, @Nullable IpAddress address) {
        if (address != null) {
            int a = address.v4();
            option(kind, a >>> 24, a >>> 16, a >>> 8, a);
        }
    }

    private void option(int kind, int... values) {
        put(end, kind, values.length);
        put(end + 2, values);
        end += 2 + values.length;
    }

    private void put(int at, int... values) {
        for (int i = 0; i < values.length; i++) {
            bytes[at + i] = (byte) values[i];
        }
    }

    private void put32(int at, int value) {
        put(at, value >>> 24, value >>> 16, value >>> 8, value);
    }

    static int get16(byte[] b, int at) {
        return (b[at] & 0xff) << 8 | b[at + 1] & 0xff;
    }

    static int get32(byte[] b, int at) {
        return get16(b, at) << 16 | get16(b, at + 2);
    }
}
