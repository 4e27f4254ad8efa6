package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.inet.Echo;
import org.ifnet.netisr.Env;
import org.jspecify.annotations.Nullable;

/** ping(8), in the foreground or, with a name, in the background: a shell's own background would lose its failure. */
final class PingCommand extends Verb {
    private static final String USAGE = """
            usage: ping [-6] [-Dq] [-c COUNT] [-i SECONDS] [-I IF] [-s SIZE] [-t TTL | -m TTL] [-W MILLISECONDS] ADDR
                   ping -b -n NAME [the same options] ADDR
                   ping --join NAME
            -I sends through that interface, whatever the routes say. Without -c until Ctrl-C. Fails when nothing was
            answered. -b runs it in the background; --join ends it (with -c: waits for its end), prints the statistics
            and fails when any packet was lost. -W is how long the last answers are waited for, 2000 if not given.""";

    private final BackgroundPings background;
    private final boolean only6;

    /** @param only6 it is ping6, which takes no IPv4 addresses */
    PingCommand(Platform platform, BackgroundPings background, boolean only6) {
        super(
                platform,
                only6 ? "ping6" : "ping",
                only6 ? "send ICMPv6 echo requests" : "send ICMP echo requests",
                only6 ? USAGE.replace("ping ", "ping6 ") : USAGE);
        this.only6 = only6;
        this.background = background;
    }

    @Override
    void execute(List<String> args, PrintStream out) throws IfnetException {
        Options options = Options.parse(name(), PingPlan.OPTIONS, args);
        List<String> words = options.rest();
        String join = options.value("--join");
        if (words.size() != (join == null ? 1 : 0)) {
            throw misuse(words.isEmpty() ? "an address is missing" : "unexpected word " + words.get(words.size() - 1));
        }
        if (join != null) {
            join(join, out);
            return;
        }
        PingPlan plan = PingPlan.of(options, words.get(0));
        if ((only6 || options.has("-6")) && plan.destination().isV4()) {
            throw new IfnetException(Errno.EAFNOSUPPORT, plan.destination() + " is not an IPv6 address");
        }
        String name = options.value("-n");
        if (options.has("-b") != (name != null)) {
            throw misuse("-b and -n go together");
        }
        Env env = platform.env();
        Echo echo = platform.echo(plan.destination().family());
        Ifnet through = plan.through() == null ? null : platform.ifnets().require(plan.through());
        if (name != null) {
            background.start(env, name, plan, new PingRun(env, echo, platform.who(), plan, through, null));
        } else {
            foreground(env, echo, plan, through, out);
        }
    }

    private void foreground(Env env, Echo echo, PingPlan plan, @Nullable Ifnet through, PrintStream out)
            throws IfnetException {
        PingStatistics statistics;
        try (PingRun run = new PingRun(env, echo, platform.who(), plan, through, plan.quiet() ? null : out)) {
            out.println(plan.title());
            out.flush();
            statistics = run.run();
        }
        out.print(statistics.text(plan.destination().toString()));
        if (statistics.received() == 0) {
            throw new IfnetException(Errno.ETIMEDOUT, "no answer from " + plan.destination());
        }
    }

    private void join(String name, PrintStream out) throws IfnetException {
        StringBuilder result = new StringBuilder();
        try {
            background.join(name, result);
        } finally {
            out.print(result);
        }
    }

    @Override
    Collection<String> candidates(List<String> before, String prefix) {
        String last = before.isEmpty() ? "" : before.get(before.size() - 1);
        if (last.equals("--join")) {
            return background.names();
        }
        if (last.equals("-I")) {
            return interfaceNames();
        }
        return prefix.startsWith("-")
                ? List.of("-b", "-c", "-D", "-i", "-I", "-m", "-n", "-q", "-s", "-t", "-W", "--join")
                : List.of();
    }
}
