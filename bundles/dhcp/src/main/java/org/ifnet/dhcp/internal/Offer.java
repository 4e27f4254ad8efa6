package org.ifnet.dhcp.internal;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.ifaddr.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a server says (RFC 2131, 2; RFC 2132), as far as this client wants it.
 *
 * @param type {@link Message#OFFER}, {@link Message#ACK} or {@link Message#NAK}
 * @param lease seconds, {@link Message#FOREVER} for no end
 * @param renewal seconds, 0 when not said; {@code rebinding} the same
 */
record Offer(
        int type,
        IpAddress address,
        int prefixLength,
        IpAddress server,
        List<IpAddress> routers,
        List<IpAddress> nameServers,
        long lease,
        long renewal,
        long rebinding) {
    /** Reads an answer to {@code xid} and {@code mac}; null when it is none, or malformed. */
    static @Nullable Offer parse(byte[] b, int xid, long mac) {
        boolean ours = b.length >= Message.OPTIONS
                && b[0] == Message.REPLY
                && Message.get32(b, Message.XID) == xid
                && Message.get32(b, Message.CHADDR) == (int) (mac >>> 16)
                && Message.get16(b, Message.CHADDR + 4) == (mac & 0xffff)
                && Message.get32(b, Message.OPTIONS - 4) == Message.COOKIE;
        return ours ? new Reader(b).read() : null;
    }

    /** Walks along the options; the last of each counts. */
    private static final class Reader {
        private final byte[] b;
        private int type;
        private int mask;
        private @Nullable IpAddress server;
        private List<IpAddress> routers = List.of();
        private List<IpAddress> nameServers = List.of();
        private long lease;
        private long renewal;
        private long rebinding;

        Reader(byte[] b) {
            this.b = b;
        }

        @Nullable
        Offer read() {
            int i = Message.OPTIONS;
            while (i < b.length && (b[i] & 0xff) != Message.END) {
                if (b[i] == Message.PAD) {
                    i++;
                    continue;
                }
                int length = i + 1 < b.length ? b[i + 1] & 0xff : 0xffff;
                if (i + 2 + length > b.length || !option(b[i] & 0xff, i + 2, length)) {
                    return null;
                }
                i += 2 + length;
            }
            IpAddress address = IpAddress.v4(Message.get32(b, Message.YIADDR));
            boolean nak = type == Message.NAK;
            boolean good = (type == Message.OFFER || type == Message.ACK)
                    && lease > 0
                    && isHost(address.v4())
                    && Integer.bitCount(mask) == Integer.numberOfLeadingZeros(~mask);
            IpAddress from = server;
            if (from == null || !nak && !good) {
                return null;
            }
            return new Offer(
                    type, address, prefixLength(address), from, routers, nameServers, lease, renewal, rebinding);
        }

        private static boolean isHost(int address) {
            return address >>> 28 < 0xe && address >>> 24 != 0 && address >>> 24 != 127;
        }

        /** Without a mask that of the class, as in old times. */
        private int prefixLength(IpAddress address) {
            int top = address.v4() >>> 30;
            int classful = top < 2 ? 8 : top == 2 ? 16 : 24;
            return mask == 0 ? classful : Integer.bitCount(mask);
        }

        private boolean option(int kind, int at, int length) {
            switch (kind) {
                case Message.TYPE:
                    type = length == 1 ? b[at] & 0xff : 0;
                    return length == 1;
                case Message.MASK:
                    mask = length == 4 ? Message.get32(b, at) : 0;
                    return length == 4;
                case Message.SERVER:
                    server = length == 4 ? IpAddress.v4(Message.get32(b, at)) : null;
                    return length == 4;
                case Message.ROUTERS:
                    routers = addresses(at, length);
                    return length % 4 == 0;
                case Message.NAME_SERVERS:
                    nameServers = addresses(at, length);
                    return length % 4 == 0;
                case Message.LEASE:
                    lease = seconds(at, length);
                    return length == 4;
                case Message.RENEWAL:
                    renewal = seconds(at, length);
                    return length == 4;
                case Message.REBINDING:
                    rebinding = seconds(at, length);
                    return length == 4;
                default:
                    return true;
            }
        }

        private long seconds(int at, int length) {
            return length == 4 ? Message.get32(b, at) & 0xffff_ffffL : 0;
        }

        private List<IpAddress> addresses(int at, int length) {
            List<IpAddress> found = new ArrayList<>();
            for (int i = 0; i + 4 <= length; i += 4) {
                found.add(IpAddress.v4(Message.get32(b, at + i)));
            }
            return List.copyOf(found);
        }
    }
}
