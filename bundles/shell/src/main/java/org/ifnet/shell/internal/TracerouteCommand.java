package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.ifaddr.IpAddress;

/** traceroute(8) with ICMP echo requests: the routers on the way to a host. */
final class TracerouteCommand extends Verb {
    private static final String USAGE = """
            usage: traceroute [-In] [-f FIRST] [-i IF] [-m MAX] [-q PROBES] [-w SECONDS] ADDR [SIZE]
            -f and -m are the first and the last number of hops (1, 30), -q how many are sent for each (3), -w how long an
            answer is waited for (3), -i the interface to send through. No name server is asked, and ICMP echo is what is
            sent: -n and -I change nothing. !H !N !P !A: host, network, protocol unreachable, prohibited""";
    private static final long SECOND = 1_000_000_000L;

    private final boolean only6;

    /** @param only6 it is traceroute6, which takes no IPv4 addresses */
    TracerouteCommand(Platform platform, boolean only6) {
        super(
                platform,
                only6 ? "traceroute6" : "traceroute",
                "show the routers on the way to a host",
                only6 ? USAGE.replace("traceroute ", "traceroute6 ") : USAGE);
        this.only6 = only6;
    }

    @Override
    void execute(List<String> args, PrintStream out) throws IfnetException {
        Options options = Options.parse(name(), Set.of("-f:", "-i:", "-I", "-m:", "-n", "-q:", "-w:"), args);
        List<String> words = options.rest();
        if (words.isEmpty() || words.size() > 2) {
            throw misuse(words.isEmpty() ? "an address is missing" : "unexpected word " + words.get(2));
        }
        IpAddress to = IpAddress.parse(words.get(0));
        if (only6 && to.isV4()) {
            throw new IfnetException(Errno.EAFNOSUPPORT, to + " is not an IPv6 address");
        }
        int first = options.number("-f", 1, 1, 255);
        int last = options.number("-m", Math.max(30, first), first, 255);
        String through = options.value("-i");
        Ifnet ifnet = through == null ? null : platform.ifnets().require(through);
        int header = to.isV4() ? 28 : 48;
        int size = words.size() == 2 ? size(words.get(1), header) : 60;
        TracerouteRun.Plan plan = new TracerouteRun.Plan(
                to,
                ifnet,
                first,
                last,
                options.number("-q", 3, 1, 100),
                options.seconds("-w", 3 * SECOND),
                size - header);
        out.println(name() + " to " + to + " (" + to + "), " + last + " hops max, " + size + " byte packets");
        out.flush();
        try (TracerouteRun run = new TracerouteRun(platform.env(), platform.echo(to.family()), platform.who(), plan)) {
            run.run(out);
        }
    }

    private int size(String word, int header) throws IfnetException {
        try {
            int size = Integer.parseInt(word);
            if (size >= header && size <= 65_535) {
                return size;
            }
        } catch (NumberFormatException e) {
            // Answered below, like a number out of range.
        }
        throw misuse("bad packet size " + word + ", must be " + header + " to 65535");
    }

    @Override
    Collection<String> candidates(List<String> before, String prefix) {
        if (!before.isEmpty() && before.get(before.size() - 1).equals("-i")) {
            return interfaceNames();
        }
        return prefix.startsWith("-") ? List.of("-f", "-i", "-I", "-m", "-n", "-q", "-w") : List.of();
    }
}
