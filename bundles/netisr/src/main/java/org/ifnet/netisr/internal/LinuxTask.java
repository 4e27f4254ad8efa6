package org.ifnet.netisr.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/** What /proc tells of one thread (proc_pid_stat(5)); elsewhere than on Linux there is none. */
final class LinuxTask {
    private static final Path SELF = Path.of("/proc/thread-self");

    private final Path stat;

    private LinuxTask(Path stat) {
        this.stat = stat;
    }

    /** The calling thread; null when the system does not tell. */
    static @Nullable LinuxTask ofCaller() {
        try {
            // A link to PID/task/TID.
            return new LinuxTask(
                    Path.of("/proc").resolve(Files.readSymbolicLink(SELF)).resolve("stat"));
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** It runs or waits for a processor; false when it sleeps in the kernel or nobody can tell. */
    boolean isRunnable() {
        try {
            String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
            int state = line.lastIndexOf(')') + 2;
            return state < line.length() && line.charAt(state) == 'R';
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
