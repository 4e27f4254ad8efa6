package org.ifnet.linux;

import java.util.Map;

import org.ifnet.Errno;
import org.ifnet.IfnetException;

/**
 * Error numbers of Linux; many differ from those of {@link Errno}. Methods take them as a call returned them (negative)
 * or as errno(3) lists them (positive).
 */
public final class LinuxErrno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int ENXIO = 6;
    public static final int EBADF = 9;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int ENODEV = 19;
    public static final int EINVAL = 22;
    public static final int ENOSYS = 38;
    /** The device behind a tap descriptor is gone. */
    public static final int EBADFD = 77;

    public static final int EMSGSIZE = 90;
    public static final int EOPNOTSUPP = 95;
    public static final int ENETDOWN = 100;
    public static final int ENOBUFS = 105;

    private static final Map<Integer, String> OTHER_NAMES = Map.ofEntries(
            Map.entry(EBADFD, "EBADFD"),
            Map.entry(ENOSYS, "ENOSYS"),
            Map.entry(14, "EFAULT"),
            Map.entry(15, "ENOTBLK"),
            Map.entry(20, "ENOTDIR"),
            Map.entry(21, "EISDIR"),
            Map.entry(23, "ENFILE"),
            Map.entry(24, "EMFILE"),
            Map.entry(25, "ENOTTY"),
            Map.entry(34, "ERANGE"),
            Map.entry(71, "EPROTO"),
            Map.entry(88, "ENOTSOCK"),
            Map.entry(92, "ENOPROTOOPT"),
            Map.entry(103, "ECONNABORTED"),
            Map.entry(104, "ECONNRESET"),
            Map.entry(106, "EISCONN"),
            Map.entry(107, "ENOTCONN"),
            Map.entry(111, "ECONNREFUSED"),
            Map.entry(114, "EALREADY"),
            Map.entry(115, "EINPROGRESS"));

    /** Numbers whose meaning has a constant in {@link Errno}. */
    private static final Map<Integer, Errno> SAME = Map.ofEntries(
            Map.entry(EPERM, Errno.EPERM),
            Map.entry(ENOENT, Errno.ENOENT),
            Map.entry(3, Errno.ESRCH),
            Map.entry(EINTR, Errno.EINTR),
            Map.entry(EIO, Errno.EIO),
            Map.entry(ENXIO, Errno.ENXIO),
            Map.entry(7, Errno.E2BIG),
            Map.entry(EBADF, Errno.EBADF),
            Map.entry(EAGAIN, Errno.EAGAIN),
            Map.entry(ENOMEM, Errno.ENOMEM),
            Map.entry(EACCES, Errno.EACCES),
            Map.entry(EBUSY, Errno.EBUSY),
            Map.entry(EEXIST, Errno.EEXIST),
            Map.entry(ENODEV, Errno.ENODEV),
            Map.entry(EINVAL, Errno.EINVAL),
            Map.entry(28, Errno.ENOSPC),
            Map.entry(32, Errno.EPIPE),
            Map.entry(36, Errno.ENAMETOOLONG),
            Map.entry(89, Errno.EDESTADDRREQ),
            Map.entry(EMSGSIZE, Errno.EMSGSIZE),
            Map.entry(93, Errno.EPROTONOSUPPORT),
            Map.entry(EOPNOTSUPP, Errno.EOPNOTSUPP),
            Map.entry(97, Errno.EAFNOSUPPORT),
            Map.entry(98, Errno.EADDRINUSE),
            Map.entry(99, Errno.EADDRNOTAVAIL),
            Map.entry(ENETDOWN, Errno.ENETDOWN),
            Map.entry(101, Errno.ENETUNREACH),
            Map.entry(ENOBUFS, Errno.ENOBUFS),
            Map.entry(110, Errno.ETIMEDOUT),
            Map.entry(112, Errno.EHOSTDOWN),
            Map.entry(113, Errno.EHOSTUNREACH),
            Map.entry(122, Errno.EDQUOT));

    private LinuxErrno() {}

    /** {@code ENOBUFS}; {@code errno 999} for an unknown number. */
    public static String name(int errno) {
        int number = Math.abs(errno);
        Errno same = SAME.get(number);
        return same != null ? same.name() : OTHER_NAMES.getOrDefault(number, "errno " + number);
    }

    /** The constant to throw on a control path: the one of the same meaning, EIO where there is none. */
    public static Errno toErrno(int errno) {
        return switch (Math.abs(errno)) {
            // "No such device" here, "Operation not supported by device" there.
            case ENODEV, EBADFD -> Errno.ENXIO;
            case ENOSYS -> Errno.EOPNOTSUPP;
            default -> SAME.getOrDefault(Math.abs(errno), Errno.EIO);
        };
    }

    /** The failure of a call for a control path: {@code what} says what was tried with which value. */
    public static IfnetException exception(int errno, String what) {
        return new IfnetException(toErrno(errno), what + ": " + name(errno));
    }

    /** The result of a call if it is one, the exception otherwise. */
    public static int check(int result, String what) throws IfnetException {
        if (result < 0) {
            throw exception(result, what);
        }
        return result;
    }
}
