package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;

import org.ifnet.Ifnet;
import org.ifnet.Registration;
import org.ifnet.ifaddr.Ifmaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.netisr.Env;
import org.ifnet.route.Route;
import org.ifnet.route.RouteFlags;
import org.ifnet.route.RouteMessage;
import org.ifnet.route.RouteMessageListener;
import org.ifnet.route.RouteMessages;

/** What happens to interfaces, addresses and routes, a line for each message, until Ctrl-C. */
final class RouteMonitor implements RouteMessageListener {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());
    private static final long LOOK_AGAIN = 1_000_000_000L;

    private final Env env;
    private final PrintStream out;
    /** Between an overflow and its end everything is told anew; that is no news to somebody who watches. */
    private boolean syncing;

    RouteMonitor(Env env, PrintStream out) {
        this.env = env;
        this.out = out;
    }

    /** Returns when the calling thread is interrupted. */
    void run(RouteMessages messages) {
        Registration listening = messages.listen(this);
        try {
            while (!env.interrupted()) {
                env.park(LOOK_AGAIN);
            }
        } finally {
            listening.close();
        }
    }

    @Override
    public void message(RouteMessage message) {
        if (message instanceof RouteMessage.Overflow overflow) {
            syncing = true;
            if (overflow.lost() > 0) {
                print(overflow.lost() + " messages were lost, ask again for everything");
            }
        } else if (message instanceof RouteMessage.Synced) {
            syncing = false;
        } else if (!syncing) {
            print(text(message));
        }
    }

    private void print(String line) {
        out.println(TIME.format(Instant.ofEpochMilli(env.wallMillis())) + " " + line);
        out.flush();
    }

    static String text(RouteMessage message) {
        if (message instanceof RouteMessage.Add add) {
            return "RTM_ADD: " + text(add.route());
        } else if (message instanceof RouteMessage.Delete delete) {
            return "RTM_DELETE: " + text(delete.route());
        } else if (message instanceof RouteMessage.Change change) {
            return "RTM_CHANGE: " + text(change.route());
        } else if (message instanceof RouteMessage.NewAddr a) {
            return "RTM_NEWADDR: " + a.address().address() + "/"
                    + a.address().prefix().length() + " on "
                    + a.address().ifnet().name();
        } else if (message instanceof RouteMessage.DelAddr a) {
            return "RTM_DELADDR: " + a.address().address() + " on "
                    + a.address().ifnet().name();
        } else if (message instanceof RouteMessage.NewMaddr m) {
            return "RTM_NEWMADDR: " + group(m.membership()) + " on " + m.ifnet().name();
        } else if (message instanceof RouteMessage.DelMaddr m) {
            return "RTM_DELMADDR: " + group(m.membership()) + " on " + m.ifnet().name();
        } else if (message instanceof RouteMessage.IfAnnounce i) {
            return "RTM_IFANNOUNCE: " + i.name() + " " + (i.arrived() ? "arrival" : "departure");
        } else if (message instanceof RouteMessage.IfInfo i) {
            return "RTM_IFINFO: " + i.name() + " flags=" + Integer.toHexString(i.flags()) + " mtu " + i.mtu() + " link "
                    + i.link().name().toLowerCase(java.util.Locale.ROOT);
        } else if (message instanceof RouteMessage.Get get) {
            return "RTM_GET: " + get.asked() + " by " + text(get.route());
        } else if (message instanceof RouteMessage.Lock lock) {
            return "RTM_LOCK: " + text(lock.route()) + " mtu "
                    + lock.route().metrics().mtu();
        } else if (message instanceof RouteMessage.Miss miss) {
            return "RTM_MISS: " + miss.destination();
        }
        return message.toString();
    }

    private static String group(Ifmaddr membership) {
        IpAddress group = membership.group();
        return group == null ? String.valueOf(membership.lladdr()) : group.toString();
    }

    private static String text(Route route) {
        if (!route.paths().isEmpty()) {
            return route.paths().stream().map(RouteMonitor::text).collect(Collectors.joining(", "));
        }
        Ifnet ifnet = route.ifnet();
        return route.destination() + (route.gateway() == null ? "" : " gateway " + route.gateway()) + " " + ifnet.name()
                + " " + RouteFlags.letters(route.flags());
    }
}
