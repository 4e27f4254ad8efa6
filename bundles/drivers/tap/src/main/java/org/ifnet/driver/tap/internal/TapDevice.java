package org.ifnet.driver.tap.internal;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.linux.EpollEvent;
import org.ifnet.linux.Ifreq;
import org.ifnet.linux.Linux;
import org.ifnet.linux.LinuxErrno;
import org.ifnet.linux.MbufAddress;
import org.ifnet.linux.MessageBatch;
import org.ifnet.linux.Tun;
import org.ifnet.mbuf.Mbuf;

/**
 * An open tap: one descriptor whose reads and writes are whole Ethernet frames, straight from and to packet memory.
 * Reading is for one thread at a time, writing for another. While it is open the host has the device; a device that was
 * not there before goes away with it.
 */
final class TapDevice {
    private static final int DISCARD = 64;

    private final int fd;
    private final MbufAddress readAddress = new MbufAddress();
    private final MbufAddress writeAddress = new MbufAddress();
    private final MessageBatch chain = new MessageBatch(1, Mbuf.CHAIN_MAX, 0);
    private final ByteBuffer scratch = Linux.struct(DISCARD);
    private final long scratchAddress = Linux.address(scratch);
    private final AtomicBoolean silenced = new AtomicBoolean();

    private TapDevice(int fd) {
        this.fd = fd;
    }

    /** Makes the device, or takes a persistent one; EBUSY when somebody has it open. */
    static TapDevice open(String name) throws IfnetException {
        int flags = Linux.O_RDWR | Linux.O_NONBLOCK | Linux.O_CLOEXEC;
        int fd = LinuxErrno.check(Linux.open(Tun.DEVICE, flags), "cannot open " + Tun.DEVICE);
        ByteBuffer request = Ifreq.flags(Ifreq.of(name), Tun.IFF_TAP | Tun.IFF_NO_PI);
        int r = Linux.ioctl(fd, Tun.TUNSETIFF, Linux.address(request));
        Reference.reachabilityFence(request);
        if (r < 0) {
            Linux.close(fd);
            throw refused(name, r);
        }
        return new TapDevice(fd);
    }

    private static IfnetException refused(String name, int r) {
        return switch (-r) {
            case LinuxErrno.EBUSY ->
                new IfnetException(Errno.EBUSY, "host device " + name + " is in use by another tap or program");
            case LinuxErrno.EPERM ->
                new IfnetException(Errno.EPERM, "not allowed to make host device " + name + ": needs CAP_NET_ADMIN");
            case LinuxErrno.EINVAL ->
                new IfnetException(Errno.EINVAL, "host device " + name + " exists and is not a tap");
            default -> LinuxErrno.exception(r, "cannot make host device " + name);
        };
    }

    int fd() {
        return fd;
    }

    /** Reads one frame into the mbuf's tail room, cut off where that ends; its length, or a negative error number. */
    int read(Mbuf m) {
        return Linux.read(fd, readAddress.of(m), m.tailroom());
    }

    /** Takes one frame from the host and throws it away; its length up to {@value #DISCARD}, or an error. */
    int discard() {
        return Linux.read(fd, scratchAddress, DISCARD);
    }

    /** Gives the host one frame; its length, or a negative error number. The caller keeps the mbuf. */
    int write(Mbuf m) {
        if (m.next() == null) {
            return Linux.write(fd, writeAddress.of(m), m.length());
        }
        int count = 0;
        for (Mbuf part = m; part != null; part = part.next()) {
            if (count == chain.segments()) {
                return -LinuxErrno.EMSGSIZE;
            }
            chain.segment(0, count++, writeAddress.of(part), part.length());
        }
        return Linux.writev(fd, chain.iovecs(0), count);
    }

    /**
     * Makes the descriptor one that is never readable, after its device was deleted: a dead tap is in error for ever, and
     * a netisr that watches it would never sleep again. True for the first call.
     */
    boolean silence() {
        if (!silenced.compareAndSet(false, true)) {
            return false;
        }
        int quiet = Linux.epollCreate(EpollEvent.EPOLL_CLOEXEC);
        if (quiet >= 0) {
            Linux.dup3(quiet, fd, Linux.O_CLOEXEC);
            Linux.close(quiet);
        }
        return true;
    }

    boolean isSilenced() {
        return silenced.get();
    }

    void close() {
        Linux.close(fd);
    }
}
