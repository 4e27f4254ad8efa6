package org.ifnet.itest.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What we send on the cables of these tests is captured at the other end, and tshark must find nothing malformed in it and
 * no wrong checksum; TCP is what others made. Without tshark nothing is captured.
 */
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Dissected.Dissection.class)
@interface Dissected {
    /** Captures of one class of tests, looked at together when all have run. */
    final class Dissection implements BeforeAllCallback, AfterAllCallback {
        private static final Duration PATIENCE = Duration.ofSeconds(60);
        private static final String WRONG = "_ws.malformed || ip.checksum.status == 0 || icmp.checksum.status == 0"
                + " || icmpv6.checksum.status == 0 || udp.checksum.status == 0"
                + " || igmp.checksum.status == 0 || ip.fragment.error || ipv6.fragment.error";
        private static final List<Path> FILES = new ArrayList<>();
        private static boolean captures;

        /** Captures what comes from us on a device of a namespace until it is closed; null when nobody wants it. */
        static @Nullable Capture watch(Namespaces.Namespace ns, String device) {
            return captures ? Capture.watch(ns, device) : null;
        }

        /** The capture has ended, and is kept until it was looked at. */
        static void keep(Path file) {
            FILES.add(file);
        }

        @Override
        public void beforeAll(ExtensionContext context) {
            captures = Tool.exists("tshark") && Tool.exists("mergecap");
        }

        @Override
        public void afterAll(ExtensionContext context) throws IOException {
            if (!captures) {
                return;
            }
            captures = false;
            Path all = Files.createTempFile("ifnet-itest", ".pcap");
            try {
                List<String> merge = new ArrayList<>(List.of("mergecap", "-F", "pcap", "-w", all.toString()));
                FILES.forEach(file -> merge.add(file.toString()));
                assertEquals("", Tool.check(merge));
                assertTrue(!dissect(all, "eth").isEmpty(), "nothing was captured");
                assertEquals("", dissect(all, WRONG), "malformed frames of ours");
            } finally {
                Files.delete(all);
                for (Path file : FILES) {
                    Files.delete(file);
                }
                FILES.clear();
            }
        }

        private static String dissect(Path file, String filter) {
            List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString(), "-Y", filter));
            for (String protocol : new String[] {"ip", "udp"}) {
                command.add("-o");
                command.add(protocol + ".check_checksum:TRUE");
            }
            Tool.Result r = Tool.run(PATIENCE, command);
            assertEquals(0, r.status(), r.output());
            return r.output()
                    .lines()
                    .filter(line -> !line.startsWith("Running as user"))
                    .limit(20)
                    .reduce("", (a, b) -> a + b + "\n");
        }
    }
}
