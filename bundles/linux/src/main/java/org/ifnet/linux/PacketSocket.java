package org.ifnet.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Numbers and structures of AF_PACKET sockets (packet(7)).
 *
 * <pre>
 *   struct sockaddr_ll (protocol in network byte order)
 *   0        2          4         8        10       11       12         20
 *   | family | protocol | ifindex | hatype | pkttype | halen | address  |
 *
 *   struct packet_mreq                       struct tpacket_stats (reading it sets both to 0)
 *   0         4      6      8          16    0         4       8
 *   | ifindex | type | alen | address  |     | packets | drops |
 *
 *   struct tpacket_auxdata
 *   0        4     8         12    14    16         18          20
 *   | status | len | snaplen | mac | net | vlan tci | vlan tpid |
 * </pre>
 */
public final class PacketSocket {
    public static final int SOL_PACKET = 263;
    public static final int PACKET_ADD_MEMBERSHIP = 1;
    public static final int PACKET_DROP_MEMBERSHIP = 2;
    public static final int PACKET_STATISTICS = 6;
    public static final int PACKET_AUXDATA = 8;
    /** Frames sent by this host on the device are not shown to us. Linux 4.20. */
    public static final int PACKET_IGNORE_OUTGOING = 23;

    public static final int PACKET_MR_PROMISC = 1;
    public static final int ETH_P_ALL = 3;

    public static final int SOCKADDR_SIZE = 20;
    private static final int PROTOCOL = 2;
    private static final int IFINDEX = 4;

    public static final int MREQ_SIZE = 16;
    private static final int MREQ_TYPE = 4;

    public static final int STATS_SIZE = 8;
    private static final int DROPS = 4;

    public static final int AUXDATA_SIZE = 20;
    private static final int VLAN_TCI = 16;
    private static final int VLAN_TPID = 18;
    private static final int STATUS_VLAN_VALID = 0x10;
    private static final int STATUS_VLAN_TPID_VALID = 0x40;
    private static final int TPID_8021Q = 0x8100;

    private PacketSocket() {}

    /** The address of a device; {@code protocol} 0 receives nothing. Allocates. */
    public static ByteBuffer sockaddr(int protocol, int ifindex) {
        ByteBuffer b = Linux.struct(SOCKADDR_SIZE);
        b.putShort(0, (short) Sockets.AF_PACKET);
        b.order(ByteOrder.BIG_ENDIAN).putShort(PROTOCOL, (short) protocol).order(ByteOrder.nativeOrder());
        return b.putInt(IFINDEX, ifindex);
    }

    /** A membership in the device's receive filter, {@link #PACKET_MR_PROMISC}. Allocates. */
    public static ByteBuffer mreq(int ifindex, int type) {
        return Linux.struct(MREQ_SIZE).putInt(0, ifindex).putShort(MREQ_TYPE, (short) type);
    }

    /** Frames lost for lack of room in the socket, of a {@code tpacket_stats}. */
    public static int drops(ByteBuffer stats) {
        return stats.getInt(DROPS);
    }

    /** Whether the kernel took a VLAN tag off the frame; {@code at} is where the auxdata begins. */
    public static boolean hasVlan(ByteBuffer b, int at) {
        return (b.getInt(at) & STATUS_VLAN_VALID) != 0;
    }

    /** The tag control information, 16 bits. */
    public static int vlanTci(ByteBuffer b, int at) {
        return b.getShort(at + VLAN_TCI) & 0xffff;
    }

    /** The ether type of the tag: 0x8100, or 0x88a8 for a service tag. */
    public static int vlanTpid(ByteBuffer b, int at) {
        boolean known = (b.getInt(at) & STATUS_VLAN_TPID_VALID) != 0;
        return known ? b.getShort(at + VLAN_TPID) & 0xffff : TPID_8021Q;
    }
}
