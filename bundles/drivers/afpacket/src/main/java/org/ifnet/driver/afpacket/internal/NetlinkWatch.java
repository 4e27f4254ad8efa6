package org.ifnet.driver.afpacket.internal;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.ifnet.IfnetException;
import org.ifnet.Registration;
import org.ifnet.linux.Linux;
import org.ifnet.linux.LinuxErrno;
import org.ifnet.linux.Netlink;
import org.ifnet.linux.Sockets;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvThread;
import org.ifnet.netisr.NetisrWaiter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to the kernel on one thread. Messages are taken as a hint only and not read: listeners look for themselves, so
 * that a lost one (the socket overflows) costs nothing. Every 30 seconds they look in any case.
 */
public final class NetlinkWatch implements LinkWatch {
    private static final Logger LOG = LoggerFactory.getLogger(NetlinkWatch.class);
    private static final long LOOK_ANYWAY_NANOS = 30_000_000_000L;
    private static final long END_NANOS = 3_000_000_000L;
    private static final int TOKEN = 1;

    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
    private final NetisrWaiter waiter;
    private final int fd;
    private final EnvThread thread;
    private volatile boolean ending;

    public NetlinkWatch(Env env, NetisrWaiter.Factory waiters) throws IfnetException {
        waiter = waiters.open();
        try {
            fd = open();
        } catch (IfnetException e) {
            waiter.close();
            throw e;
        }
        waiter.add(fd, TOKEN);
        thread = env.start("afpacket-links", this::run);
    }

    private static int open() throws IfnetException {
        int type = Sockets.SOCK_RAW | Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC;
        String what = "cannot listen to changes of host devices";
        int fd = LinuxErrno.check(Linux.socket(Sockets.AF_NETLINK, type, Netlink.NETLINK_ROUTE), what);
        ByteBuffer address = Netlink.sockaddr(Netlink.RTMGRP_LINK);
        int r = Linux.bind(fd, Linux.address(address), Netlink.SOCKADDR_SIZE);
        Reference.reachabilityFence(address);
        if (r < 0) {
            Linux.close(fd);
            throw LinuxErrno.exception(r, what);
        }
        return fd;
    }

    @Override
    public Registration add(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void run() {
        ByteBuffer buffer = Linux.struct(16384);
        long address = Linux.address(buffer);
        while (!ending) {
            waiter.await(LOOK_ANYWAY_NANOS, token -> {});
            int n;
            do {
                n = Linux.recv(fd, address, buffer.capacity(), Sockets.MSG_DONTWAIT);
            } while (n >= 0 || n == -LinuxErrno.ENOBUFS || n == -LinuxErrno.EINTR);
            if (!ending) {
                listeners.forEach(NetlinkWatch::tell);
            }
        }
        waiter.remove(fd);
        waiter.close();
        Linux.close(fd);
        Reference.reachabilityFence(buffer);
    }

    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.error("A listener to changes of host devices failed", e);
        }
    }

    /** Ends the thread and waits for it, unless the caller is that thread. */
    public void close() {
        ending = true;
        waiter.wakeup();
        if (!thread.isCurrent() && !thread.join(END_NANOS)) {
            LOG.warn("The thread {} does not end", thread.name());
        }
    }
}
