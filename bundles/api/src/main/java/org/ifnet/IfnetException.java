package org.ifnet;

/**
 * A control operation failed, and the state is as it was before. The message says what was wrong with which value, in
 * one line that can be shown to an administrator as it is.
 */
public class IfnetException extends Exception {
    private static final long serialVersionUID = 1L;
    private final Errno errno;

    public IfnetException(Errno errno, String message) {
        super(message);
        this.errno = errno;
    }

    public IfnetException(Errno errno, String message, Throwable cause) {
        super(message, cause);
        this.errno = errno;
    }

    /** ENXIO with the words of ifconfig(8). */
    public static IfnetException noSuchInterface(String name) {
        return new IfnetException(Errno.ENXIO, "interface " + name + " does not exist");
    }

    public Errno errno() {
        return errno;
    }
}
