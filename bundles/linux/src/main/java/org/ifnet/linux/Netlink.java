package org.ifnet.linux;

import java.nio.ByteBuffer;

/**
 * The socket that tells of changes to host devices, and its address.
 *
 * <pre>
 *   struct sockaddr_nl
 *   0        2        4        8        12
 *   | family | unused | port   | groups |
 * </pre>
 */
public final class Netlink {
    public static final int NETLINK_ROUTE = 0;
    /** Group: a device came, went or changed. */
    public static final int RTMGRP_LINK = 1;

    public static final int SOCKADDR_SIZE = 12;
    private static final int GROUPS = 8;

    private Netlink() {}

    /** An address that joins these groups; the kernel chooses the port. Allocates. */
    public static ByteBuffer sockaddr(int groups) {
        return Linux.struct(SOCKADDR_SIZE)
                .putShort(0, (short) Sockets.AF_NETLINK)
                .putInt(GROUPS, groups);
    }
}
