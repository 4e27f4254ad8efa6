package org.ifnet.linux.internal;

import java.nio.ByteBuffer;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * The C library through JNA's direct mapping. Arguments are ints and longs only: a String costs 600 ns, a ByteBuffer
 * 160. Variadic functions have the fixed signature of the one form that is used; the calling conventions of Linux on
 * x86-64 and aarch64 allow it. Loading this class loads the native part and throws a LinkageError where it cannot.
 */
public final class Libc {
    static {
        Native.register(Libc.class, NativeLibrary.getProcess());
    }

    private Libc() {}

    /** The error number of the calling thread's last call; stale after a call that succeeded. */
    public static int errno() {
        return Native.getLastError();
    }

    public static long address(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }

    public static ByteBuffer view(long address, long length) {
        return new Pointer(address).getByteBuffer(0, length);
    }

    public static native int open(long path, int flags, int mode);

    public static native int close(int fd);

    public static native int dup3(int fd, int onto, int flags);

    public static native int fcntl(int fd, int command, long argument);

    public static native long read(int fd, long buffer, long length);

    public static native long write(int fd, long buffer, long length);

    public static native long writev(int fd, long iovecs, int count);

    public static native int ioctl(int fd, long request, long argument);

    public static native int poll(long fds, long count, int millis);

    public static native int epoll_create1(int flags);

    public static native int epoll_ctl(int epoll, int operation, int fd, long event);

    public static native int epoll_wait(int epoll, long events, int max, int millis);

    public static native int eventfd(int initial, int flags);

    public static native int socket(int family, int type, int protocol);

    public static native int socketpair(int family, int type, int protocol, long fds);

    public static native int bind(int fd, long address, int length);

    public static native int setsockopt(int fd, int level, int name, long value, int length);

    public static native int getsockopt(int fd, int level, int name, long value, long length);

    public static native long send(int fd, long buffer, long length, int flags);

    public static native long recv(int fd, long buffer, long length, int flags);

    public static native int sendmmsg(int fd, long messages, int count, int flags);

    public static native int recvmmsg(int fd, long messages, int count, int flags, long timeout);

    public static native long mmap(long address, long length, int protection, int flags, int fd, long offset);

    public static native int munmap(long address, long length);

    public static native int if_nametoindex(long name);

    public static native long syscall(long number, long a, long b, long c, long d, long e, long f);
}
