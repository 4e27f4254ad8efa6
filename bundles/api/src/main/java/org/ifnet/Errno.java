package org.ifnet;

/** Error numbers as DragonFly BSD has them, with the text that strerror(3) gives. */
public enum Errno {
    EPERM(1, "Operation not permitted"),
    ENOENT(2, "No such file or directory"),
    ESRCH(3, "No such process"),
    EINTR(4, "Interrupted system call"),
    EIO(5, "Input/output error"),
    ENXIO(6, "Device not configured"),
    E2BIG(7, "Argument list too long"),
    EBADF(9, "Bad file descriptor"),
    ENOMEM(12, "Cannot allocate memory"),
    EACCES(13, "Permission denied"),
    EBUSY(16, "Device busy"),
    EEXIST(17, "File exists"),
    ENODEV(19, "Operation not supported by device"),
    EINVAL(22, "Invalid argument"),
    ENOSPC(28, "No space left on device"),
    EPIPE(32, "Broken pipe"),
    EAGAIN(35, "Resource temporarily unavailable"),
    EDESTADDRREQ(39, "Destination address required"),
    EMSGSIZE(40, "Message too long"),
    EPROTONOSUPPORT(43, "Protocol not supported"),
    EOPNOTSUPP(45, "Operation not supported"),
    EAFNOSUPPORT(47, "Address family not supported by protocol family"),
    EADDRINUSE(48, "Address already in use"),
    EADDRNOTAVAIL(49, "Can't assign requested address"),
    ENETDOWN(50, "Network is down"),
    ENETUNREACH(51, "Network is unreachable"),
    ENOBUFS(55, "No buffer space available"),
    ETIMEDOUT(60, "Operation timed out"),
    ENAMETOOLONG(63, "File name too long"),
    EHOSTDOWN(64, "Host is down"),
    EHOSTUNREACH(65, "No route to host"),
    EDQUOT(69, "Disc quota exceeded");

    private final int number;
    private final String text;

    Errno(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /** The value that packet-path methods return; 0 means success and has no constant. */
    public int number() {
        return number;
    }

    /** What strerror(3) says. */
    public String text() {
        return text;
    }
}
