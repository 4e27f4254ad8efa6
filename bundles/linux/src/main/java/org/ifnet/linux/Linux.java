package org.ifnet.linux;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import org.ifnet.linux.internal.Libc;
import org.jspecify.annotations.Nullable;

/**
 * The system calls. Results of 0 or more are the call's, negative ones are error numbers with their sign changed; see
 * the package page. Before the first call make sure that {@link #problem()} is null: without the native part every
 * call ends in an {@link UnsatisfiedLinkError}.
 */
public final class Linux {
    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_CLOEXEC = 0x80000;

    public static final int F_GETFD = 1;
    public static final int F_GETFL = 3;
    public static final int F_SETFL = 4;

    public static final int EFD_CLOEXEC = O_CLOEXEC;
    public static final int EFD_NONBLOCK = O_NONBLOCK;

    public static final int PROT_READ = 1;
    public static final int PROT_WRITE = 2;
    public static final int MAP_SHARED = 1;
    public static final int MAP_PRIVATE = 2;
    public static final int MAP_ANONYMOUS = 0x20;
    public static final int MAP_POPULATE = 0x8000;

    /** In {@code struct pollfd { int fd; short events; short revents; }}: can be read. */
    public static final int POLLIN = 1;

    /** The same number on every architecture. */
    private static final long SYS_EPOLL_PWAIT2 = 441;

    private static final @Nullable String PROBLEM = load();

    private Linux() {}

    /** Null when the calls work here; otherwise one line that says why not. */
    public static @Nullable String problem() {
        return PROBLEM;
    }

    private static @Nullable String load() {
        String os = System.getProperty("os.name", "");
        if (!os.equals("Linux")) {
            return "this is " + os + ", not Linux";
        }
        Thread thread = Thread.currentThread();
        ClassLoader context = thread.getContextClassLoader();
        // JNA starts a thread of its own, which would keep whatever class loader the caller happens to carry.
        thread.setContextClassLoader(null);
        try {
            Libc.errno();
            return null;
        } catch (LinkageError e) {
            return "JNA cannot load its native part (" + e
                    + "); where the cache folder of the user is mounted noexec, set"
                    + " -Djna.tmpdir to a folder that is not";
        } finally {
            thread.setContextClassLoader(context);
        }
    }

    /** The name of an error number, {@code ENOBUFS}, with or without its sign; {@code errno 999} for an unknown one. */
    public static String errnoName(int errno) {
        return LinuxErrno.name(errno);
    }

    /** A zeroed buffer of native memory in native byte order for a structure. Allocates. */
    public static ByteBuffer struct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** The text with a zero byte behind it, as C wants it. Allocates. */
    public static ByteBuffer cstring(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer b = struct(bytes.length + 1);
        b.put(0, bytes);
        return b;
    }

    /** The address of a direct buffer's index 0, valid while the buffer is reachable. Allocates a little. */
    public static long address(ByteBuffer direct) {
        return Libc.address(direct);
    }

    /** Mapped memory as a buffer in native byte order. It has no owner: nobody may touch it after munmap. Allocates. */
    public static ByteBuffer view(long address, int length) {
        return Libc.view(address, length).order(ByteOrder.nativeOrder());
    }

    private static int result(int r) {
        return r >= 0 ? r : -Libc.errno();
    }

    private static int result(long r) {
        return r >= 0 ? (int) r : -Libc.errno();
    }

    /** open(2). Allocates: a control path. */
    public static int open(String path, int flags) {
        ByteBuffer name = cstring(path);
        int fd = result(Libc.open(address(name), flags, 0));
        Reference.reachabilityFence(name);
        return fd;
    }

    public static int close(int fd) {
        return result(Libc.close(fd));
    }

    /** dup3(2): makes {@code onto} another name of {@code fd}; what {@code onto} was is closed first. */
    public static int dup3(int fd, int onto, int flags) {
        return result(Libc.dup3(fd, onto, flags));
    }

    public static int fcntl(int fd, int command, long argument) {
        return result(Libc.fcntl(fd, command, argument));
    }

    public static int read(int fd, long address, int length) {
        return result(Libc.read(fd, address, length));
    }

    public static int write(int fd, long address, int length) {
        return result(Libc.write(fd, address, length));
    }

    /** writev(2) of {@code count} structures iovec (see {@link MessageBatch}) at {@code iovecs}. */
    public static int writev(int fd, long iovecs, int count) {
        return result(Libc.writev(fd, iovecs, count));
    }

    /** ioctl(2) with an argument by value, or with the address of its structure. */
    public static int ioctl(int fd, long request, long argument) {
        return result(Libc.ioctl(fd, request, argument));
    }

    /** poll(2) of {@code count} structures pollfd; {@code millis} negative waits forever. */
    public static int poll(long fds, int count, int millis) {
        return result(Libc.poll(fds, count, millis));
    }

    public static int epollCreate(int flags) {
        return result(Libc.epoll_create1(flags));
    }

    /** epoll_ctl(2); {@code event} is the address of one {@link EpollEvent}, 0 for DEL. */
    public static int epollCtl(int epoll, int operation, int fd, long event) {
        return result(Libc.epoll_ctl(epoll, operation, fd, event));
    }

    /** epoll_wait(2) into {@code max} {@link EpollEvent}s; {@code millis} 0 polls, negative waits forever. */
    public static int epollWait(int epoll, long events, int max, int millis) {
        return result(Libc.epoll_wait(epoll, events, max, millis));
    }

    /** epoll_pwait2(2): a time-out of nanoseconds in a {@code struct timespec}; -ENOSYS before Linux 5.11. */
    public static int epollWait2(int epoll, long events, int max, long timespec) {
        return result(Libc.syscall(SYS_EPOLL_PWAIT2, epoll, events, max, timespec, 0, 0));
    }

    public static int eventfd(int initial, int flags) {
        return result(Libc.eventfd(initial, flags));
    }

    public static int socket(int family, int type, int protocol) {
        return result(Libc.socket(family, type, protocol));
    }

    /** socketpair(2); {@code fds} is the address of two ints. */
    public static int socketpair(int family, int type, int protocol, long fds) {
        return result(Libc.socketpair(family, type, protocol, fds));
    }

    public static int bind(int fd, long sockaddr, int length) {
        return result(Libc.bind(fd, sockaddr, length));
    }

    public static int setsockopt(int fd, int level, int name, long value, int length) {
        return result(Libc.setsockopt(fd, level, name, value, length));
    }

    /** setsockopt(2) with an int. Allocates: a control path. */
    public static int setsockopt(int fd, int level, int name, int value) {
        ByteBuffer b = struct(4).putInt(0, value);
        int r = setsockopt(fd, level, name, address(b), 4);
        Reference.reachabilityFence(b);
        return r;
    }

    /** getsockopt(2); {@code length} is the address of an int that holds the size and receives the length. */
    public static int getsockopt(int fd, int level, int name, long value, long length) {
        return result(Libc.getsockopt(fd, level, name, value, length));
    }

    public static int send(int fd, long address, int length, int flags) {
        return result(Libc.send(fd, address, length, flags));
    }

    public static int recv(int fd, long address, int length, int flags) {
        return result(Libc.recv(fd, address, length, flags));
    }

    /** sendmmsg(2); see {@link MessageBatch}. */
    public static int sendmmsg(int fd, long messages, int count, int flags) {
        return result(Libc.sendmmsg(fd, messages, count, flags));
    }

    /** recvmmsg(2) without a time-out; see {@link MessageBatch}. */
    public static int recvmmsg(int fd, long messages, int count, int flags) {
        return result(Libc.recvmmsg(fd, messages, count, flags, 0));
    }

    /** mmap(2): the address, or a negative error number. */
    public static long mmap(long address, long length, int protection, int flags, int fd, long offset) {
        long r = Libc.mmap(address, length, protection, flags, fd, offset);
        return r != -1 ? r : -Libc.errno();
    }

    public static int munmap(long address, long length) {
        return result(Libc.munmap(address, length));
    }

    /** The index of a host device, or -ENODEV. Allocates: a control path. */
    public static int ifNameToIndex(String device) {
        ByteBuffer name = cstring(device);
        int index = Libc.if_nametoindex(address(name));
        int r = index != 0 ? index : -Libc.errno();
        Reference.reachabilityFence(name);
        return r;
    }
}
