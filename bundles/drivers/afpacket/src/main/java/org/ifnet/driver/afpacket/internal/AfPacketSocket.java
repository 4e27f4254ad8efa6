package org.ifnet.driver.afpacket.internal;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;

import org.ifnet.IfnetException;
import org.ifnet.linux.Linux;
import org.ifnet.linux.LinuxErrno;
import org.ifnet.linux.PacketSocket;
import org.ifnet.linux.SocketFilter;
import org.ifnet.linux.Sockets;

/**
 * A packet socket on one device, promiscuous, blind to what the host itself sends there. It receives nothing until
 * {@link #receive}. It stays on the device of that index: another of the same name is another device.
 */
final class AfPacketSocket {
    /** Room for bursts; the kernel counts about 2.3 KB for a frame of 1514 bytes. */
    private static final int BUFFER_BYTES = 8 << 20;

    private final int fd;
    private final int ifindex;
    private final String device;
    private final ByteBuffer stats = Linux.struct(PacketSocket.STATS_SIZE);
    private final ByteBuffer statsSize = Linux.struct(4);
    private final long statsAddress = Linux.address(stats);
    private final long statsSizeAddress = Linux.address(statsSize);

    private AfPacketSocket(int fd, int ifindex, String device) {
        this.fd = fd;
        this.ifindex = ifindex;
        this.device = device;
    }

    static AfPacketSocket open(String device, int ifindex) throws IfnetException {
        int type = Sockets.SOCK_RAW | Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC;
        // Protocol 0: with another, frames of all devices would arrive between socket and bind.
        int fd = LinuxErrno.check(
                Linux.socket(Sockets.AF_PACKET, type, 0), "cannot open a packet socket for host device " + device);
        AfPacketSocket socket = new AfPacketSocket(fd, ifindex, device);
        try {
            socket.setUp();
            return socket;
        } catch (IfnetException e) {
            Linux.close(fd);
            throw e;
        }
    }

    private void setUp() throws IfnetException {
        receive(false);
        bind();
        option(PacketSocket.SOL_PACKET, PacketSocket.PACKET_IGNORE_OUTGOING, 1);
        option(PacketSocket.SOL_PACKET, PacketSocket.PACKET_AUXDATA, 1);
        option(Sockets.SOL_SOCKET, Sockets.SO_RCVBUFFORCE, BUFFER_BYTES);
        option(Sockets.SOL_SOCKET, Sockets.SO_SNDBUFFORCE, BUFFER_BYTES);
        ByteBuffer mreq = PacketSocket.mreq(ifindex, PacketSocket.PACKET_MR_PROMISC);
        int r = Linux.setsockopt(
                fd,
                PacketSocket.SOL_PACKET,
                PacketSocket.PACKET_ADD_MEMBERSHIP,
                Linux.address(mreq),
                PacketSocket.MREQ_SIZE);
        Reference.reachabilityFence(mreq);
        LinuxErrno.check(r, "cannot make host device " + device + " promiscuous");
    }

    private void option(int level, int name, int value) throws IfnetException {
        LinuxErrno.check(
                Linux.setsockopt(fd, level, name, value), "cannot set packet socket option " + name + " on " + device);
    }

    private void bind() throws IfnetException {
        ByteBuffer address = PacketSocket.sockaddr(PacketSocket.ETH_P_ALL, ifindex);
        int r = Linux.bind(fd, Linux.address(address), PacketSocket.SOCKADDR_SIZE);
        Reference.reachabilityFence(address);
        LinuxErrno.check(r, "cannot bind to host device " + device);
    }

    /** Begins or ends receiving; what came before the end is still in the socket. By a filter, because a packet socket
     * that is bound cannot be unbound, and costs nothing while the kernel rejects its frames. */
    void receive(boolean on) throws IfnetException {
        int r = on ? SocketFilter.remove(fd) : SocketFilter.rejectAll(fd);
        LinuxErrno.check(r, "cannot set the filter of a packet socket on " + device);
    }

    int fd() {
        return fd;
    }

    /** Frames that found no room in the socket since the last call. */
    int lost() {
        statsSize.putInt(0, PacketSocket.STATS_SIZE);
        int r = Linux.getsockopt(
                fd, PacketSocket.SOL_PACKET, PacketSocket.PACKET_STATISTICS, statsAddress, statsSizeAddress);
        return r < 0 ? 0 : PacketSocket.drops(stats);
    }

    void close() {
        Linux.close(fd);
    }
}
