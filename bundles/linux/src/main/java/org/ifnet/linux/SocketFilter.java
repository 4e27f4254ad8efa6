package org.ifnet.linux;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * A program that decides in the kernel which frames a socket gets (classic BPF, socket(7) SO_ATTACH_FILTER).
 *
 * <pre>
 *   struct sock_fprog                  struct sock_filter
 *   0        2        8         16     0      2    3    4   8
 *   | length | unused | program |      | code | jt | jf | k |
 * </pre>
 */
public final class SocketFilter {
    private static final int SO_ATTACH_FILTER = 26;
    private static final int SO_DETACH_FILTER = 27;
    private static final int FPROG_SIZE = 16;
    private static final int PROGRAM = 8;
    private static final int INSTRUCTION_SIZE = 8;
    /** Returns how many bytes of the frame the socket gets. */
    private static final short RETURN_CONSTANT = 0x06;

    private SocketFilter() {}

    /** From now on the socket gets nothing; what it has already stays. 0 or a negative error number. Allocates. */
    public static int rejectAll(int fd) {
        ByteBuffer program = Linux.struct(INSTRUCTION_SIZE).putShort(0, RETURN_CONSTANT);
        ByteBuffer fprog = Linux.struct(FPROG_SIZE).putShort(0, (short) 1).putLong(PROGRAM, Linux.address(program));
        int r = Linux.setsockopt(fd, Sockets.SOL_SOCKET, SO_ATTACH_FILTER, Linux.address(fprog), FPROG_SIZE);
        Reference.reachabilityFence(fprog);
        Reference.reachabilityFence(program);
        return r;
    }

    /** The socket gets everything again. 0 or a negative error number. Allocates. */
    public static int remove(int fd) {
        return Linux.setsockopt(fd, Sockets.SOL_SOCKET, SO_DETACH_FILTER, 0);
    }
}
