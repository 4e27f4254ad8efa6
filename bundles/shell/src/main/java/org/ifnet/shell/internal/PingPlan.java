package org.ifnet.shell.internal;

import java.util.Set;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.ifaddr.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a ping shall send.
 *
 * @param through the name of the interface to send through, or null to leave that to the routes
 * @param count requests, 0 for no end
 * @param interval nanoseconds from one request to the next
 * @param size bytes of payload, without the 8 of ICMP
 * @param ttl 1 to 255
 * @param patience nanoseconds to wait for answers after the last request
 * @param quiet only the first line and the statistics
 * @param whole nobody may cut the requests into fragments
 */
record PingPlan(
        IpAddress destination,
        @Nullable String through,
        int count,
        long interval,
        int size,
        int ttl,
        long patience,
        boolean quiet,
        boolean whole) {
    static final Set<String> OPTIONS =
            Set.of("-6", "-b", "-c:", "-D", "-i:", "-I:", "-m:", "-n:", "-q", "-s:", "-t:", "-W:", "--join:");

    private static final int MAX_SIZE = 65507;
    private static final long MILLISECOND = 1_000_000;
    private static final long SHORTEST = MILLISECOND / 10;

    static PingPlan of(Options options, String destination) throws IfnetException {
        long interval = options.seconds("-i", 1000 * MILLISECOND);
        if (interval < SHORTEST) {
            throw new IfnetException(Errno.EINVAL, "bad value for option -i: less than 0.0001 s");
        }
        int ttl = options.number("-m", options.number("-t", 64, 1, 255), 1, 255);
        return new PingPlan(
                IpAddress.parse(destination),
                options.value("-I"),
                options.number("-c", 0, 1, Integer.MAX_VALUE),
                interval,
                options.number("-s", 56, 0, MAX_SIZE),
                ttl,
                options.number("-W", 2000, 0, Integer.MAX_VALUE) * MILLISECOND,
                options.has("-q"),
                options.has("-D"));
    }

    /** The first line of the output. */
    String title() {
        return (destination.isV4() ? "PING " : "PING6 ") + destination + " (" + destination + "): " + size
                + " data bytes";
    }
}
