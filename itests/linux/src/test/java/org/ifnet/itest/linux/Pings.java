package org.ifnet.itest.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

import org.ifnet.IfnetException;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.Echo;

/** Pings from the kernel and from us that may not lose anything. */
final class Pings {
    private static final int WINDOW = 32;
    private static final int TTL = 64;

    private Pings() {}

    /** The host's ping(8), a thousand in a second; it goes on beside the test. */
    static Tool.Running start(Namespaces.Namespace from, String to) {
        return Tool.start(from.command("ping", "-n", "-q", "-c", "1000", "-i", "0.001", "-W", "2", to));
    }

    static void assertNoLoss(Tool.Running ping) {
        Tool.Result r = ping.await(Duration.ofSeconds(20));
        assertTrue(r.output().contains("1000 received, 0% packet loss"), r.output());
        assertEquals(0, r.status(), r.output());
        assertTrue(!r.output().contains("duplicates"), r.output());
    }

    /** {@code count} requests of ours; every one is answered, once. The first goes alone, because address resolution holds
     * only few packets of many; then up to {@value #WINDOW} are on their way at a time. */
    static void fromUs(Echo echo, String to, int count, int size) throws IfnetException {
        ConcurrentHashMap<Integer, Integer> replies = new ConcurrentHashMap<>();
        ConcurrentHashMap<Integer, String> errors = new ConcurrentHashMap<>();
        Echo.Listener listener = new Echo.Listener() {
            @Override
            public void reply(IpAddress from, int sequence, int bytes, int ttl, long nanos) {
                replies.merge(sequence, 1, Integer::sum);
            }

            @Override
            public void error(IpAddress from, int sequence, String text) {
                errors.put(sequence, text);
            }
        };
        try (Echo.Session session = echo.open(LinuxPlatform.ROOT, IpAddress.parse(to), listener)) {
            for (int i = 0; i < count; i++) {
                int least = i < WINDOW ? Math.min(i, 1) : i - WINDOW + 1;
                DriverBench.await(least + " replies", () -> replies.size() >= least);
                assertEquals(0, session.send(i, size, TTL), "errno of request " + i);
            }
            DriverBench.await("all replies", () -> replies.size() == count);
        }
        assertEquals(List.of(), replies.values().stream().filter(n -> n != 1).toList(), "replies that came twice");
        assertEquals(0, errors.size(), errors.toString());
    }
}
