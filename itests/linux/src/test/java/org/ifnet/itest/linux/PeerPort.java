package org.ifnet.itest.linux;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;

import org.ifnet.linux.HostDevice;
import org.ifnet.linux.Linux;
import org.ifnet.linux.LinuxErrno;
import org.ifnet.linux.PacketSocket;
import org.ifnet.linux.Sockets;

/**
 * The other end of the cable by hand: sends and receives raw frames on a device inside a namespace. One
 * thread may send while another receives.
 */
final class PeerPort implements AutoCloseable {
    private static final int ROOM = 65536 + 64;
    private static final int BUFFER_BYTES = 16 << 20;

    private final int fd;
    private final ByteBuffer out = Linux.struct(ROOM);
    private final ByteBuffer in = Linux.struct(ROOM);

    private PeerPort(int fd) {
        this.fd = fd;
    }

    static PeerPort open(Namespaces.Namespace ns, String device) {
        return ns.call(() -> {
            int fd = check(Linux.socket(Sockets.AF_PACKET, Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC, 0), "socket");
            ByteBuffer a = PacketSocket.sockaddr(
                    PacketSocket.ETH_P_ALL, HostDevice.named(device).index());
            check(Linux.bind(fd, Linux.address(a), PacketSocket.SOCKADDR_SIZE), "bind " + device);
            Reference.reachabilityFence(a);
            int on = Linux.setsockopt(fd, PacketSocket.SOL_PACKET, PacketSocket.PACKET_IGNORE_OUTGOING, 1);
            check(on, "PACKET_IGNORE_OUTGOING");
            check(Linux.setsockopt(fd, Sockets.SOL_SOCKET, Sockets.SO_RCVBUFFORCE, BUFFER_BYTES), "SO_RCVBUFFORCE");
            check(Linux.setsockopt(fd, Sockets.SOL_SOCKET, Sockets.SO_SNDBUFFORCE, BUFFER_BYTES), "SO_SNDBUFFORCE");
            return new PeerPort(fd);
        });
    }

    private static int check(int r, String what) {
        if (r < 0) {
            throw new AssertionError(what + ": " + LinuxErrno.name(r));
        }
        return r;
    }

    void send(byte[] frame) {
        int r = trySend(frame);
        if (r != frame.length) {
            throw new AssertionError("sent " + r + " of " + frame.length + ": " + LinuxErrno.name(r));
        }
    }

    /** The bytes sent or a negative error number. */
    int trySend(byte[] frame) {
        out.put(0, frame);
        return Linux.send(fd, Linux.address(out), frame.length, 0);
    }

    /** The next frame within that time, or null. */
    byte[] receive(int millis) {
        ByteBuffer pollfd = Linux.struct(8).putInt(0, fd).putShort(4, (short) Linux.POLLIN);
        int ready = Linux.poll(Linux.address(pollfd), 1, millis);
        Reference.reachabilityFence(pollfd);
        if (ready <= 0) {
            return null;
        }
        int n = Linux.recv(fd, Linux.address(in), ROOM, Sockets.MSG_DONTWAIT);
        if (n == -LinuxErrno.ENETDOWN) {
            // Said once after the device was down.
            return receive(millis);
        }
        byte[] frame = new byte[check(n, "recv")];
        in.get(0, frame);
        return frame;
    }

    @Override
    public void close() {
        Linux.close(fd);
    }
}
