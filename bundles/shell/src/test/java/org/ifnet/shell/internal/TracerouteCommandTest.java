package org.ifnet.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.Echo;
import org.junit.jupiter.api.Test;

class TracerouteCommandTest {
    private final FakePlatform platform = new FakePlatform();
    private final TracerouteCommand traceroute = new TracerouteCommand(platform, false);
    private final List<String> sent = new ArrayList<>();
    private int errno;
    private boolean unreachable;

    /** A path of three routers, the second of which is silent. */
    private final class Path implements Echo {
        @Override
        public Session open(Credential who, IpAddress destination, Ifnet through, Listener listener) {
            return new Session() {
                @Override
                public int send(int sequence, int size, int ttl, boolean whole) {
                    sent.add(size + " bytes, ttl " + ttl + (through == null ? "" : ", through " + through.name()));
                    long now = System.nanoTime();
                    if (ttl > 3 && !unreachable) {
                        listener.reply(destination, sequence, size, 60, now);
                    } else if (ttl != 2) {
                        Trouble what = ttl > 3 ? Trouble.HOST_UNREACHABLE : Trouble.EXPIRED;
                        int router = ttl == 3 ? 3 + sequence % 2 : Math.min(ttl, 3);
                        listener.error(IpAddress.parse("192.0.2." + router), sequence - 1, Trouble.OTHER, "late");
                        listener.error(IpAddress.parse("192.0.2." + router), sequence, what, "");
                    }
                    return errno;
                }

                @Override
                public void close() {
                    sent.add("closed");
                }
            };
        }
    }

    private String run(String args) throws IfnetException {
        platform.echo = new Path();
        return platform.run(traceroute, args).replaceAll("\\d+\\.\\d{3} ms", "T ms");
    }

    @Test
    void showsEveryRouterAndThenTheDestination() throws IfnetException {
        assertEquals("""
                traceroute to 198.51.100.1 (198.51.100.1), 30 hops max, 60 byte packets
                 1  192.0.2.1  T ms  T ms
                 2  * *
                 3  192.0.2.4  T ms 192.0.2.3  T ms
                 4  198.51.100.1  T ms  T ms
                """, run("-n -q 2 -w 0.01 198.51.100.1"));
        assertEquals("closed", sent.get(8));
        assertEquals("32 bytes, ttl 1", sent.get(0));
    }

    @Test
    void endsWhereItIsToldTo() throws IfnetException {
        platform.add(new FakeIfnet("em0", 1));
        assertEquals("""
                traceroute to 198.51.100.1 (198.51.100.1), 3 hops max, 100 byte packets
                 3  192.0.2.4  T ms
                """, run("-f 3 -m 3 -q 1 -i em0 198.51.100.1 100"));
        assertEquals(List.of("72 bytes, ttl 3, through em0", "closed"), sent);
    }

    @Test
    void endsWhereItGoesNoFurther() throws IfnetException {
        unreachable = true;
        String said = run("-f 3 -q 1 198.51.100.1");
        assertTrue(said.endsWith("\n 4  192.0.2.3  T ms !H\n"), said);
    }

    @Test
    void failsInOneLine() {
        platform.echo = new Path();
        errno = Errno.ENETUNREACH.number();
        assertTrue(platform.fail(traceroute, "-m 2 198.51.100.1").contains("sendto: "));
        assertTrue(platform.fail(traceroute, "198.51.100.1 27").contains("bad packet size 27"));
        assertTrue(platform.fail(traceroute, "").contains("an address is missing"));
        assertTrue(platform.fail(new TracerouteCommand(platform, true), "198.51.100.1")
                .contains("not an IPv6 address"));
    }
}
