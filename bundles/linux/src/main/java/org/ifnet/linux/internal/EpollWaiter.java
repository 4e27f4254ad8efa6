package org.ifnet.linux.internal;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.linux.EpollEvent;
import org.ifnet.linux.Linux;
import org.ifnet.linux.LinuxErrno;
import org.ifnet.netisr.NetisrWaiter;

/**
 * Waits in epoll, level triggered, and is woken through an eventfd.
 *
 * <p>A word says what the waiting thread does: IDLE (runs), WAITING (is in the kernel, or about to be), SIGNALLED (must
 * not wait). A wake-up that finds anything but WAITING sets the word and makes no system call.
 *
 * <pre>
 *                 await: CAS                    wakeup: CAS, then write(eventfd)
 *          IDLE ------------> WAITING --------------------------------> SIGNALLED
 *           ^  \                 |                                          |
 *           |   \--- wakeup: CAS, no call ----------------------------------^
 *           +-------- await returns --------+-------------------------------+
 * </pre>
 *
 * <p>The write may come after await returned for another reason. It is then owed: a later await sees it as one spurious
 * wake-up, and close waits for it, because by then the descriptor's number may belong to something else.
 */
public final class EpollWaiter implements NetisrWaiter {
    private static final int IDLE = 0;
    private static final int WAITING = 1;
    private static final int SIGNALLED = 2;
    private static final int CLOSED = 3;

    private static final int MAX_EVENTS = 64;
    /** Data of the eventfd's event; those of others are tokens, which have 32 bits. */
    private static final long WAKEUP = 1L << 32;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int CLOSE_PATIENCE_MILLIS = 1000;

    /** Set once by whoever finds that this kernel has no time-outs of nanoseconds. */
    private static volatile boolean millisOnly;

    private final int epoll;
    private final int eventfd;
    private final ByteBuffer events = Linux.struct(MAX_EVENTS * EpollEvent.SIZE);
    private final long eventsAt = Linux.address(events);
    /** 0: a struct timespec; 16: what the eventfd is read into; 24: the 1 that is written to it. */
    private final ByteBuffer words = Linux.struct(32).putLong(24, 1);

    private final long wordsAt = Linux.address(words);
    private final AtomicInteger state = new AtomicInteger(IDLE);
    /** Writes to the eventfd that were or will be made and were not read yet. Only the waiting thread. */
    private long owed;

    public EpollWaiter() {
        epoll = check(Linux.epollCreate(EpollEvent.EPOLL_CLOEXEC), "epoll_create1");
        eventfd = check(Linux.eventfd(0, Linux.EFD_CLOEXEC | Linux.EFD_NONBLOCK), "eventfd");
        control(EpollEvent.EPOLL_CTL_ADD, eventfd, WAKEUP);
    }

    private static int check(int result, String what) {
        if (result < 0) {
            throw new IllegalStateException(what + ": " + LinuxErrno.name(result));
        }
        return result;
    }

    private void control(int operation, int fd, long data) {
        ByteBuffer event = Linux.struct(EpollEvent.SIZE);
        EpollEvent.put(event, 0, EpollEvent.EPOLLIN, data);
        int r = Linux.epollCtl(epoll, operation, fd, Linux.address(event));
        Reference.reachabilityFence(event);
        if (r < 0) {
            throw new IllegalArgumentException("cannot watch descriptor " + fd + ": " + LinuxErrno.name(r));
        }
    }

    @Override
    public void add(int fd, int token) {
        control(EpollEvent.EPOLL_CTL_ADD, fd, token & 0xffff_ffffL);
    }

    /** A descriptor that is not watched is no mistake: a driver may have replaced what the number stands for. */
    @Override
    public void remove(int fd) {
        Linux.epollCtl(epoll, EpollEvent.EPOLL_CTL_DEL, fd, 0);
    }

    @Override
    public void await(long nanos, Ready ready) {
        boolean waits = state.compareAndSet(IDLE, WAITING);
        int n = waits ? waitFor(nanos) : Linux.epollWait(epoll, eventsAt, MAX_EVENTS, 0);
        boolean signalled = state.getAndSet(IDLE) == SIGNALLED;
        if (waits && signalled) {
            owed++;
        }
        for (int i = 0; i < n; i++) {
            long data = EpollEvent.data(events, i);
            if (data == WAKEUP) {
                drain();
            } else {
                ready.ready((int) data);
            }
        }
    }

    private int waitFor(long nanos) {
        if (nanos <= 0) {
            return Linux.epollWait(epoll, eventsAt, MAX_EVENTS, nanos == 0 ? 0 : -1);
        }
        if (!millisOnly) {
            words.putLong(0, nanos / NANOS_PER_SECOND).putLong(8, nanos % NANOS_PER_SECOND);
            int n = Linux.epollWait2(epoll, eventsAt, MAX_EVENTS, wordsAt);
            if (n != -LinuxErrno.ENOSYS) {
                return n;
            }
            millisOnly = true;
        }
        // Rounded up: a timer may be late, and one that is early would be asked for again in a spin.
        long millis = (nanos - 1) / NANOS_PER_MILLI + 1;
        return Linux.epollWait(epoll, eventsAt, MAX_EVENTS, (int) Math.min(millis, Integer.MAX_VALUE));
    }

    private void drain() {
        if (Linux.read(eventfd, wordsAt + 16, 8) == 8) {
            owed -= words.getLong(16);
        }
    }

    @Override
    public void wakeup() {
        while (true) {
            int now = state.get();
            if (now == SIGNALLED || now == CLOSED) {
                return;
            }
            if (state.compareAndSet(now, SIGNALLED)) {
                if (now == WAITING) {
                    Linux.write(eventfd, wordsAt + 24, 8);
                }
                return;
            }
        }
    }

    @Override
    public void close() {
        if (state.getAndSet(CLOSED) == CLOSED) {
            return;
        }
        Linux.close(epoll);
        ByteBuffer pollfd = Linux.struct(8).putInt(0, eventfd).putShort(4, (short) Linux.POLLIN);
        while (owed > 0) {
            if (Linux.poll(Linux.address(pollfd), 1, CLOSE_PATIENCE_MILLIS) == 0) {
                // Somebody was stopped between the word and the write. One lost descriptor harms less than a stray
                // write.
                return;
            }
            drain();
        }
        Reference.reachabilityFence(pollfd);
        Linux.close(eventfd);
    }
}
