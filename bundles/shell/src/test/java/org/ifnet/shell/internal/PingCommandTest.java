package org.ifnet.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.Echo;
import org.ifnet.netisr.EnvThread;
import org.junit.jupiter.api.Test;

class PingCommandTest {
    private static final String TIMES = "round-trip min/avg/max/stddev = T/T/T/T ms\n";
    private final FakePlatform platform = new FakePlatform();
    private final BackgroundPings background = new BackgroundPings();
    private final PingCommand ping = new PingCommand(platform, background, false);

    /** Answers at once where the test says so. */
    private static final class FakeEcho implements Echo {
        private final IntPredicate answered;
        private final AtomicInteger open = new AtomicInteger();
        private final CountDownLatch three = new CountDownLatch(3);
        private int copies = 1;
        private int errno;
        private String through = "";

        FakeEcho(IntPredicate answered) {
            this.answered = answered;
        }

        @Override
        public Session open(Credential who, IpAddress destination, Ifnet ifnet, Listener listener) {
            through = ifnet == null ? "" : ifnet.name();
            open.incrementAndGet();
            return new Session() {
                @Override
                public int send(int sequence, int size, int ttl, boolean whole) {
                    for (int i = 0; errno == 0 && answered.test(sequence) && i < copies; i++) {
                        listener.reply(destination, sequence, size, ttl, System.nanoTime());
                    }
                    three.countDown();
                    return errno;
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        }
    }

    private FakeEcho echo(IntPredicate answered) {
        FakeEcho echo = new FakeEcho(answered);
        platform.echo = echo;
        return echo;
    }

    /** Times differ from run to run. */
    private static String timeless(String output) {
        return output.replaceAll("\\d+\\.\\d{3}", "T");
    }

    @Test
    void printsALineAnAnswerAndTheStatistics() throws IfnetException {
        FakeEcho echo = echo(sequence -> true);
        assertEquals("""
                PING 127.0.0.1 (127.0.0.1): 56 data bytes
                64 bytes from 127.0.0.1: icmp_seq=0 ttl=64 time=T ms
                64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=T ms

                --- 127.0.0.1 ping statistics ---
                2 packets transmitted, 2 packets received, 0.0% packet loss
                """ + TIMES, timeless(platform.run(ping, "-c 2 -i .001 127.0.0.1")));
        assertEquals(0, echo.open.get());
    }

    @Test
    void passesOnSizeAndTtlAndKeepsQuietWhenAsked() throws IfnetException {
        echo(sequence -> true);
        assertTrue(platform.run(ping, "-c1 -s 100 -m 7 127.0.0.1")
                .contains("\n108 bytes from 127.0.0.1: icmp_seq=0 ttl=7 time="));
        echo(sequence -> sequence != 1);
        assertEquals("""
                PING 127.0.0.1 (127.0.0.1): 56 data bytes

                --- 127.0.0.1 ping statistics ---
                3 packets transmitted, 2 packets received, 33.3% packet loss
                """ + TIMES, timeless(platform.run(ping, "-q -c 3 -i .001 -W 10 127.0.0.1")));
    }

    @Test
    void failsOnlyWhenNothingWasAnswered() throws IfnetException {
        echo(sequence -> sequence == 1);
        assertTrue(platform.run(ping, "-c 3 -i .001 -W 10 127.0.0.1")
                .contains("3 packets transmitted, 1 packets received, 66.7% packet loss\n"));
        echo(sequence -> false);
        assertEquals("ping: no answer from 192.0.2.9", platform.fail(ping, "-c 2 -i .001 -W 10 192.0.2.9"));
    }

    @Test
    void saysWhyARequestCouldNotBeSent() throws IfnetException {
        FakeEcho echo = echo(sequence -> true);
        echo.errno = Errno.EHOSTUNREACH.number();
        StringOut out = new StringOut();
        try {
            ping.run(List.of("-c", "1", "192.0.2.9"), out.stream());
        } catch (IfnetException e) {
            assertEquals("ping: no answer from 192.0.2.9", e.getMessage());
        }
        assertEquals("ping: sendto: No route to host", out.toString().split("\n")[1]);
    }

    @Test
    void sendsThroughTheInterfaceItIsTold() throws IfnetException {
        FakeEcho echo = echo(sequence -> true);
        platform.add(new FakeIfnet("em0", 1));
        platform.run(ping, "-c 1 -I em0 192.0.2.9");
        assertEquals("em0", echo.through);
        assertEquals("ping: interface em9 does not exist", platform.fail(ping, "-I em9 192.0.2.9"));
    }

    @Test
    void marksDuplicates() throws IfnetException {
        echo(sequence -> true).copies = 2;
        String printed = platform.run(ping, "-c 2 -i .01 127.0.0.1");
        assertTrue(printed.contains(" (DUP!)\n"), printed);
        assertTrue(printed.contains("2 packets received, +"), printed);
    }

    @Test
    void endsWithStatisticsWhenInterrupted() throws Exception {
        FakeEcho echo = echo(sequence -> true);
        StringOut out = new StringOut();
        CountDownLatch ended = new CountDownLatch(1);
        EnvThread thread = platform.env.start("ping", () -> {
            try {
                ping.run(List.of("-i", ".001", "127.0.0.1"), out.stream());
                ended.countDown();
            } catch (IfnetException e) {
                throw new AssertionError(e);
            }
        });
        assertTrue(echo.three.await(10, TimeUnit.SECONDS));
        thread.interrupt();
        assertTrue(ended.await(10, TimeUnit.SECONDS));
        assertTrue(out.toString().contains("--- 127.0.0.1 ping statistics ---"));
        assertEquals(0, echo.open.get());
    }

    @Test
    void runsInTheBackgroundUntilItIsJoined() throws Exception {
        FakeEcho echo = echo(sequence -> true);
        assertEquals("", platform.run(ping, "-b -n p1 -i .001 127.0.0.1"));
        assertEquals("ping: there is already a background ping p1", platform.fail(ping, "-b -n p1 127.0.0.1"));
        assertEquals(List.of("p1"), ping.complete(List.of("--join"), ""));
        assertTrue(echo.three.await(10, TimeUnit.SECONDS));
        String printed = platform.run(ping, "--join p1");
        assertTrue(printed.contains(" 0.0% packet loss\n"), printed);
        assertEquals("ping: there is no background ping p1", platform.fail(ping, "--join p1"));
        assertEquals(0, echo.open.get());
    }

    @Test
    void joiningFailsWhenAnythingWasLost() throws Exception {
        echo(sequence -> sequence != 1);
        platform.run(ping, "-b -n p1 -c 3 -i .001 -W 10 127.0.0.1");
        StringOut out = new StringOut();
        try {
            ping.run(List.of("--join", "p1"), out.stream());
            throw new AssertionError("joined: " + out);
        } catch (IfnetException e) {
            assertEquals("ping: p1: 1 of 3 packets lost", e.getMessage());
        }
        assertTrue(
                out.toString().contains("3 packets transmitted, 2 packets received, 33.3% packet loss\n"),
                out.toString());
    }

    @Test
    void whatNobodyJoinedIsEndedAndNamed() throws Exception {
        FakeEcho echo = echo(sequence -> true);
        platform.run(ping, "-b -n p2 127.0.0.1");
        platform.run(ping, "-b -n p1 127.0.0.1");
        assertEquals(List.of("p1", "p2"), background.abandon());
        assertEquals(List.of(), background.names());
        assertEquals(0, echo.open.get());
    }

    @Test
    void refusesBadValues() {
        String hint = " ('ping --help' shows the usage)";
        assertEquals("ping: an address is missing" + hint, platform.fail(ping, ""));
        assertEquals("ping: -b and -n go together" + hint, platform.fail(ping, "-b 127.0.0.1"));
        assertEquals("ping: bad value for option -m: 256 (1 to 255)", platform.fail(ping, "-m 256 127.0.0.1"));
        assertEquals("ping: bad value for option -s: 65508 (0 to 65507)", platform.fail(ping, "-s 65508 127.0.0.1"));
        assertEquals("ping: bad value for option -i: x", platform.fail(ping, "-i x 127.0.0.1"));
        assertEquals("ping: bad address: somewhere", platform.fail(ping, "somewhere"));
    }
}
