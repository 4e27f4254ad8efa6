package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.dhcp.DhcpClients;
import org.ifnet.dhcp.DhcpClients.Lease;
import org.ifnet.dhcp.DhcpClients.State;
import org.ifnet.dhcp.DhcpClients.Status;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.netisr.Env;

/** dhclient(8): an address from a DHCP server, as long as the server gives it. */
final class DhclientCommand extends Verb {
    private static final String USAGE = """
            usage: dhclient [-w SECONDS] IF
                   dhclient -r IF
                   dhclient -l
            asks for a lease, which is renewed in the background, and waits until it is there, -w SECONDS at most (60, 0
            does not wait); -r gives it back and ends; -l shows all""";
    private static final long SECOND = 1_000_000_000L;
    private static final long LOOK_AGAIN = SECOND / 20;

    DhclientCommand(Platform platform) {
        super(platform, "dhclient", "get an address from a DHCP server", USAGE);
    }

    @Override
    void execute(List<String> args, PrintStream out) throws IfnetException {
        Options options = Options.parse(name(), Set.of("-l", "-r", "-w:"), args);
        List<String> words = options.rest();
        if (words.size() != (options.has("-l") ? 0 : 1)) {
            throw misuse(
                    words.isEmpty() ? "an interface is missing" : "unexpected word " + words.get(words.size() - 1));
        }
        DhcpClients clients = platform.dhcp();
        if (options.has("-l")) {
            clients.list().forEach(status -> out.println(line(status)));
            return;
        }
        Ifnet ifnet = platform.ifnets().require(words.get(0));
        if (options.has("-r")) {
            clients.release(platform.who(), ifnet);
            return;
        }
        clients.start(platform.who(), ifnet);
        int wait = options.number("-w", 60, 0, 86_400);
        if (wait > 0) {
            await(clients, ifnet.name(), wait * SECOND, out);
        }
    }

    private void await(DhcpClients clients, String ifnet, long nanos, PrintStream out) throws IfnetException {
        Env env = platform.env();
        long begin = env.nanoTime();
        while (env.nanoTime() - begin < nanos) {
            for (Status status : clients.list()) {
                if (status.ifnet().equals(ifnet) && status.state() == State.BOUND) {
                    out.println(line(status));
                    return;
                }
            }
            if (env.interrupted()) {
                return;
            }
            env.park(LOOK_AGAIN);
        }
        throw new IfnetException(Errno.ETIMEDOUT, ifnet + ": no server answers; it is asked again in the background");
    }

    private static String line(Status status) {
        Lease lease = status.lease();
        if (lease == null) {
            return status.ifnet() + ": " + status.state().name().toLowerCase(java.util.Locale.ROOT);
        }
        String times = lease.expires() == Lease.FOREVER
                ? "for ever"
                : "renewal in " + lease.renewal() + " seconds, expires in " + lease.expires();
        return status.ifnet() + ": " + status.state().name().toLowerCase(java.util.Locale.ROOT) + " to "
                + lease.address() + "/" + lease.prefixLength() + " from " + lease.server() + ", " + times
                + list(", routers", lease.routers()) + list(", name servers", lease.nameServers());
    }

    private static String list(String what, List<IpAddress> addresses) {
        return addresses.isEmpty()
                ? ""
                : what + " "
                        + String.join(
                                " ", addresses.stream().map(IpAddress::toString).toList());
    }

    @Override
    Collection<String> candidates(List<String> before, String prefix) {
        return prefix.startsWith("-") ? List.of("-l", "-r", "-w") : interfaceNames();
    }
}
