package org.ifnet.linux;

/** Numbers of the socket calls that are common to all families. */
public final class Sockets {
    public static final int AF_UNIX = 1;
    public static final int AF_INET = 2;
    public static final int AF_NETLINK = 16;
    public static final int AF_PACKET = 17;

    public static final int SOCK_STREAM = 1;
    public static final int SOCK_DGRAM = 2;
    public static final int SOCK_RAW = 3;
    public static final int SOCK_NONBLOCK = Linux.O_NONBLOCK;
    public static final int SOCK_CLOEXEC = Linux.O_CLOEXEC;

    public static final int SOL_SOCKET = 1;
    public static final int SO_ERROR = 4;
    public static final int SO_SNDBUF = 7;
    public static final int SO_RCVBUF = 8;
    /** Like SO_SNDBUF, without the limit of the system; needs CAP_NET_ADMIN. */
    public static final int SO_SNDBUFFORCE = 32;

    public static final int SO_RCVBUFFORCE = 33;

    /** In the flags of a received message: the frame was longer than its room. */
    public static final int MSG_TRUNC = 0x20;

    public static final int MSG_DONTWAIT = 0x40;

    private Sockets() {}
}
