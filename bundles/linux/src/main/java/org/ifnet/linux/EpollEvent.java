package org.ifnet.linux;

import java.nio.ByteBuffer;

/**
 * {@code struct epoll_event}. Packed on x86-64 only, so that it had one layout for 32 and 64 bits there.
 *
 * <pre>
 *   x86-64   0        4                12          others   0        4        8                16
 *            | events | data           |                    | events | unused | data           |
 * </pre>
 */
public final class EpollEvent {
    public static final int EPOLLIN = 0x1;
    public static final int EPOLLOUT = 0x4;
    public static final int EPOLLERR = 0x8;
    public static final int EPOLLHUP = 0x10;

    public static final int EPOLL_CTL_ADD = 1;
    public static final int EPOLL_CTL_DEL = 2;
    public static final int EPOLL_CTL_MOD = 3;
    public static final int EPOLL_CLOEXEC = Linux.O_CLOEXEC;

    private static final boolean PACKED = System.getProperty("os.arch", "").matches("amd64|x86_64");
    public static final int SIZE = PACKED ? 12 : 16;
    private static final int DATA = PACKED ? 4 : 8;

    private EpollEvent() {}

    public static void put(ByteBuffer events, int i, int mask, long data) {
        events.putInt(i * SIZE, mask);
        events.putLong(i * SIZE + DATA, data);
    }

    public static int events(ByteBuffer events, int i) {
        return events.getInt(i * SIZE);
    }

    public static long data(ByteBuffer events, int i) {
        return events.getLong(i * SIZE + DATA);
    }
}
