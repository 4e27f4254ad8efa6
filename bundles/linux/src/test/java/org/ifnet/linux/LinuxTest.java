package org.ifnet.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The calls, made for real. */
class LinuxTest {
    private final ByteBuffer buffer = Linux.struct(256);

    @BeforeEach
    void onlyWhereTheCallsWork() {
        assumeTrue(Linux.problem() == null, () -> "no system calls here: " + Linux.problem());
    }

    @Test
    void opensReadsAndClosesAFile() {
        int fd = Linux.open("/proc/self/stat", Linux.O_RDONLY | Linux.O_CLOEXEC);
        assertTrue(fd >= 0, () -> Linux.errnoName(fd));
        assertEquals(1, Linux.fcntl(fd, Linux.F_GETFD, 0), "close on exec");
        int n = Linux.read(fd, Linux.address(buffer), buffer.capacity());
        assertTrue(n > 10, "read " + n);
        assertEquals(ProcessHandle.current().pid(), leadingNumber());
        assertEquals(0, Linux.close(fd));
        assertEquals(-LinuxErrno.EBADF, Linux.close(fd));
    }

    private long leadingNumber() {
        long value = 0;
        for (int i = 0; buffer.get(i) != ' '; i++) {
            value = value * 10 + buffer.get(i) - '0';
        }
        return value;
    }

    @Test
    void answersANegativeErrorNumberInsteadOfThrowing() {
        assertEquals(-LinuxErrno.ENOENT, Linux.open("/does/not/exist", Linux.O_RDONLY));
        assertEquals(-LinuxErrno.EBADF, Linux.read(-1, Linux.address(buffer), 8));
        assertEquals(-LinuxErrno.EBADF, Linux.write(-1, Linux.address(buffer), 8));
        assertEquals(-LinuxErrno.EBADF, Linux.ioctl(-1, Tun.TUNSETIFF, 0));
        assertEquals(-LinuxErrno.EBADF, Linux.epollCtl(-1, EpollEvent.EPOLL_CTL_DEL, 0, 0));
        assertEquals(-LinuxErrno.EBADF, Linux.mmap(0, 4096, Linux.PROT_READ, Linux.MAP_PRIVATE, -1, 0));
        assertEquals(-LinuxErrno.ENODEV, Linux.ifNameToIndex("no-such-dev"));
    }

    @Test
    void namesAndTranslatesErrorNumbers() {
        assertEquals("ENOBUFS", Linux.errnoName(-105));
        assertEquals("EBADFD", Linux.errnoName(77));
        assertEquals("errno 999", Linux.errnoName(999));
        assertEquals(Errno.EAGAIN, LinuxErrno.toErrno(-11));
        assertEquals(Errno.ENXIO, LinuxErrno.toErrno(LinuxErrno.ENODEV));
        assertEquals(Errno.EIO, LinuxErrno.toErrno(999));
        IfnetException e =
                assertThrows(IfnetException.class, () -> LinuxErrno.check(-LinuxErrno.EBUSY, "cannot open x"));
        assertEquals(Errno.EBUSY, e.errno());
        assertEquals("cannot open x: EBUSY", e.getMessage());
    }

    @Test
    void eventfdCountsAndRefusesToBlock() {
        int fd = Linux.eventfd(2, Linux.EFD_CLOEXEC | Linux.EFD_NONBLOCK);
        assertEquals(8, Linux.write(fd, Linux.address(buffer.putLong(0, 5)), 8));
        assertEquals(8, Linux.read(fd, Linux.address(buffer), 8));
        assertEquals(7, buffer.getLong(0));
        assertEquals(-LinuxErrno.EAGAIN, Linux.read(fd, Linux.address(buffer), 8));
        Linux.close(fd);
    }

    @Test
    void mapsAndUnmapsMemory() {
        int both = Linux.PROT_READ | Linux.PROT_WRITE;
        long at = Linux.mmap(0, 8192, both, Linux.MAP_PRIVATE | Linux.MAP_ANONYMOUS, -1, 0);
        assertTrue(at > 0, () -> Linux.errnoName((int) at));
        ByteBuffer view = Linux.view(at, 8192);
        assertEquals(java.nio.ByteOrder.nativeOrder(), view.order());
        assertEquals(at, Linux.address(view));
        view.putLong(8184, 42);
        assertEquals(42, view.getLong(8184));
        assertEquals(0, Linux.munmap(at, 8192));
    }

    @Test
    void pollsAndReplacesADescriptor() {
        int readable = Linux.eventfd(1, 0);
        int quiet = Linux.epollCreate(EpollEvent.EPOLL_CLOEXEC);
        ByteBuffer pollfd = Linux.struct(8).putInt(0, readable).putShort(4, (short) Linux.POLLIN);
        assertEquals(1, Linux.poll(Linux.address(pollfd), 1, 0));
        assertEquals(readable, Linux.dup3(quiet, readable, Linux.O_CLOEXEC));
        assertEquals(0, Linux.poll(Linux.address(pollfd), 1, 0), "what it is now is never readable");
        Linux.close(readable);
        Linux.close(quiet);
    }

    @Test
    void sendsAndReceivesOnASocketpair() {
        int[] fds = pair();
        assertEquals(4, Linux.send(fds[0], Linux.address(buffer.putInt(0, 77)), 4, 0));
        buffer.putInt(0, 0);
        assertEquals(4, Linux.recv(fds[1], Linux.address(buffer), 256, Sockets.MSG_DONTWAIT));
        assertEquals(77, buffer.getInt(0));
        assertEquals(-LinuxErrno.EAGAIN, Linux.recv(fds[1], Linux.address(buffer), 256, Sockets.MSG_DONTWAIT));
        close(fds);
    }

    @Test
    void setsAndReadsASocketOption() {
        int fd = Linux.socket(Sockets.AF_INET, Sockets.SOCK_DGRAM | Sockets.SOCK_CLOEXEC, 0);
        assertEquals(0, Linux.setsockopt(fd, Sockets.SOL_SOCKET, Sockets.SO_RCVBUF, 65536));
        ByteBuffer length = Linux.struct(4).putInt(0, 4);
        assertEquals(
                0,
                Linux.getsockopt(
                        fd, Sockets.SOL_SOCKET, Sockets.SO_RCVBUF, Linux.address(buffer), Linux.address(length)));
        assertEquals(2 * 65536, buffer.getInt(0), "the kernel doubles it for its own use");
        Linux.close(fd);
    }

    @Test
    void movesMessagesInBatchesBetweenMbufs() {
        int[] fds = pair();
        MbufPool pool = MbufPool.allocate("t", 8);
        MbufAddress address = new MbufAddress();
        MessageBatch out = new MessageBatch(4, 2, 0);
        MessageBatch in = new MessageBatch(4, 1, MessageBatch.controlSpace(PacketSocket.AUXDATA_SIZE));
        Mbuf[] sent = new Mbuf[3];
        Mbuf[] received = new Mbuf[4];
        for (int i = 0; i < 3; i++) {
            sent[i] = filled(pool, 10 + i, i);
            out.segment(i, 0, address.of(sent[i]), sent[i].length());
        }
        out.segment(2, 1, address.of(sent[0]), 10);
        out.segments(2, 2);
        for (int i = 0; i < 4; i++) {
            received[i] = pool.alloc();
            in.segment(i, 0, address.of(received[i]), i == 1 ? 5 : received[i].tailroom());
        }
        for (int round = 0; round < 2; round++) {
            assertEquals(3, out.send(fds[0], 0, 3, 0));
            assertEquals(3, in.receive(fds[1], 4, Sockets.MSG_DONTWAIT));
            assertEquals(10, in.length(0));
            assertEquals(12 + 10, in.length(2));
            assertTrue(in.isTruncated(1));
            assertFalse(in.isTruncated(0));
            assertEquals(-1, in.controlData(0, PacketSocket.SOL_PACKET, PacketSocket.PACKET_AUXDATA));
        }
        received[2].append(22);
        assertEquals(2, received[2].get8(11));
        assertEquals(0, received[2].get8(12));
        assertEquals(-LinuxErrno.EAGAIN, in.receive(fds[1], 4, Sockets.MSG_DONTWAIT));
        close(fds);
    }

    private static Mbuf filled(MbufPool pool, int length, int value) {
        Mbuf m = pool.alloc();
        m.append(length);
        for (int i = 0; i < length; i++) {
            m.put8(i, value);
        }
        return m;
    }

    @Test
    void writesAChainWithOneCall() {
        int[] fds = pair();
        MbufPool pool = MbufPool.allocate("t", 2);
        Mbuf a = filled(pool, 3, 1);
        Mbuf b = filled(pool, 4, 2);
        MbufAddress address = new MbufAddress();
        MessageBatch chain = new MessageBatch(1, 2, 0);
        chain.segment(0, 0, address.of(a), 3);
        chain.segment(0, 1, address.of(b), 4);
        assertEquals(7, Linux.writev(fds[0], chain.iovecs(0), 2));
        assertEquals(7, Linux.recv(fds[1], Linux.address(buffer), 256, 0));
        assertEquals(2, buffer.get(3));
        close(fds);
    }

    @Test
    void knowsTheLoopbackDeviceOfTheHost() throws IfnetException {
        HostDevice lo = HostDevice.named("lo");
        assertEquals(Linux.ifNameToIndex("lo"), lo.index());
        assertTrue(lo.mtu() >= 1500);
        assertEquals(
                Errno.EOPNOTSUPP, assertThrows(IfnetException.class, lo::lladdr).errno());
    }

    @Test
    void saysWhichHostDeviceDoesNotExistOrCannot() throws IfnetException {
        HostDevice none = HostDevice.named("no-such-dev");
        assertEquals(0, none.index());
        assertFalse(none.isRunning());
        IfnetException e = assertThrows(IfnetException.class, none::mtu);
        assertEquals(Errno.ENXIO, e.errno());
        assertEquals("host device no-such-dev does not exist", e.getMessage());
        for (String bad : new String[] {"", "sixteen-bytes-xx", "a/b", "a b", "a:1", ".."}) {
            assertEquals(
                    Errno.EINVAL,
                    assertThrows(IfnetException.class, () -> HostDevice.named(bad))
                            .errno(),
                    bad);
        }
    }

    private int[] pair() {
        assertEquals(
                0,
                Linux.socketpair(Sockets.AF_UNIX, Sockets.SOCK_DGRAM | Sockets.SOCK_CLOEXEC, 0, Linux.address(buffer)));
        return new int[] {buffer.getInt(0), buffer.getInt(4)};
    }

    private static void close(int[] fds) {
        Linux.close(fds[0]);
        Linux.close(fds[1]);
    }
}
