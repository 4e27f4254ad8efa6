package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.Echo;
import org.ifnet.inet.Echo.Trouble;
import org.ifnet.netisr.Env;
import org.jspecify.annotations.Nullable;

/** One walk along a path: a probe after the other, each with its own sequence number. */
final class TracerouteRun implements Echo.Listener, AutoCloseable {
    private static final Map<Trouble, String> MARKS = Map.of(
            Trouble.EXPIRED, "",
            Trouble.NET_UNREACHABLE, " !N",
            Trouble.HOST_UNREACHABLE, " !H",
            Trouble.PROTOCOL_UNREACHABLE, " !P",
            Trouble.PORT_UNREACHABLE, "",
            Trouble.TOO_BIG, " !F",
            Trouble.PROHIBITED, " !A",
            Trouble.OTHER, " !");

    private final Env env;
    private final Plan plan;
    private final Echo.Session session;
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private int sequence;

    /**
     * What to do.
     *
     * @param through the interface to send through, or null to leave that to the routes
     * @param patience nanoseconds to wait for an answer
     * @param size bytes of payload, without the 8 of ICMP
     */
    record Plan(IpAddress to, @Nullable Ifnet through, int first, int last, int probes, long patience, int size) {}

    /** @param what null when the destination itself answered */
    private record Answer(
            IpAddress from, int sequence, @Nullable Trouble what, long nanos) {}

    TracerouteRun(Env env, Echo echo, Credential who, Plan plan) throws IfnetException {
        this.env = env;
        this.plan = plan;
        session = echo.open(who, plan.to(), plan.through(), this);
    }

    @Override
    public void reply(IpAddress from, int number, int bytes, int ttl, long nanos) {
        answers.add(new Answer(from, number, null, nanos));
    }

    @Override
    public void error(IpAddress from, int number, Trouble what, String text) {
        answers.add(new Answer(from, number, what, env.nanoTime()));
    }

    @Override
    public void error(IpAddress from, int number, String text) {
        error(from, number, Trouble.OTHER, text);
    }

    /** Prints a line for each number of hops until the destination or an end is there, or the thread is interrupted. */
    void run(PrintStream out) throws IfnetException {
        try {
            boolean done = false;
            for (int hops = plan.first(); hops <= plan.last() && !done; hops++) {
                out.print(String.format("%2d ", hops));
                done = line(hops, out);
                out.println();
                out.flush();
            }
        } catch (InterruptedException e) {
            // Ctrl-C: what came until now is the answer.
            out.println();
        }
    }

    /** True when nothing lies behind. */
    private boolean line(int hops, PrintStream out) throws IfnetException, InterruptedException {
        IpAddress last = null;
        boolean done = false;
        for (int probe = 0; probe < plan.probes(); probe++) {
            long begin = env.nanoTime();
            int errno = session.send(++sequence & 0xffff, plan.size(), hops, false);
            if (errno != 0) {
                throw new IfnetException(errno(errno), "sendto: " + errno(errno).text());
            }
            Answer answer = await(begin + plan.patience());
            if (answer == null) {
                out.print(" *");
            } else {
                out.print(answer.from.equals(last) ? "" : " " + answer.from);
                out.print("  " + PingStatistics.milliseconds(Math.max(0, answer.nanos - begin)) + " ms");
                out.print(answer.what == null ? "" : MARKS.get(answer.what));
                last = answer.from;
                done |= answer.what != Trouble.EXPIRED;
            }
            out.flush();
        }
        return done;
    }

    /** The answer to the latest probe; what comes late belongs to none. */
    private @Nullable Answer await(long until) throws InterruptedException {
        while (true) {
            Answer answer = answers.poll(Math.max(0, until - env.nanoTime()), TimeUnit.NANOSECONDS);
            if (answer == null || answer.sequence == (sequence & 0xffff)) {
                return answer;
            }
        }
    }

    private static Errno errno(int number) {
        for (Errno errno : Errno.values()) {
            if (errno.number() == number) {
                return errno;
            }
        }
        return Errno.EIO;
    }

    @Override
    public void close() {
        session.close();
    }
}
