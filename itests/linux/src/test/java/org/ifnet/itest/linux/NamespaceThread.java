package org.ifnet.itest.linux;

import java.nio.file.Path;

import org.ifnet.linux.Linux;
import org.ifnet.linux.LinuxErrno;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** Code of the test inside a namespace: setns(2) concerns the calling thread only, so a thread is made for it. */
final class NamespaceThread {
    private static final int CLONE_NEWNET = 0x40000000;

    static {
        Native.register(NamespaceThread.class, NativeLibrary.getProcess());
    }

    /** What runs inside. */
    @FunctionalInterface
    interface Body<T> {
        T run() throws Exception;
    }

    private NamespaceThread() {}

    private static native int setns(int fd, int type);

    static <T> T call(Path namespace, Body<T> body) {
        Object[] result = new Object[1];
        Throwable[] thrown = new Throwable[1];
        Thread thread = new Thread(
                () -> {
                    try {
                        enter(namespace);
                        result[0] = body.run();
                    } catch (Throwable t) {
                        thrown[0] = t;
                    }
                },
                "in " + namespace.getFileName());
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (thrown[0] != null) {
            throw new AssertionError("in " + namespace.getFileName() + ": " + thrown[0].getMessage(), thrown[0]);
        }
        @SuppressWarnings("unchecked")
        T value = (T) result[0];
        return value;
    }

    private static void enter(Path namespace) {
        int fd = Linux.open(namespace.toString(), Linux.O_RDONLY | Linux.O_CLOEXEC);
        int r = fd < 0 ? fd : setns(fd, CLONE_NEWNET) == 0 ? 0 : -Native.getLastError();
        Linux.close(fd);
        if (r < 0) {
            throw new AssertionError("cannot enter " + namespace + ": " + LinuxErrno.name(r));
        }
    }
}
