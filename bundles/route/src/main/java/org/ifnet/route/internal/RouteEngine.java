package org.ifnet.route.internal;

import java.util.List;
import java.util.concurrent.Callable;

import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.Registration;
import org.ifnet.control.ControlListener;
import org.ifnet.control.IfnetControl;
import org.ifnet.control.Sysctl;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.ifnet.route.Fib;
import org.ifnet.route.RouteMessages;
import org.ifnet.route.Routes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Addresses and routes of all interfaces. Changes run on netctl; what packets read is published whole and read without
 * locks. Follows the interfaces: down and up take connected routes away and bring them back, detach takes everything.
 */
public final class RouteEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RouteEngine.class);

    private final Netisr netisr;
    private final Notices notices;
    private final MessagesService messages;
    private final AddressBook book;
    private final Changes changes;
    private final IfaddrsService ifaddrs;
    private final IfaddrSearch search;
    private final RoutesService routes;
    private final FibService fib;
    private final Registration events;

    /** Begins to follow the interfaces. {@code env} is what every engine gets; this one needs of it only memory. */
    public RouteEngine(Env env, Netisr netisr, Ifnets ifnets, IfnetControl control) {
        this.netisr = netisr;
        book = new AddressBook(env.memory());
        RouteTable table = new RouteTable(env.memory());
        messages = new MessagesService(env, ifnets, book, table);
        table.heard(messages::isHeard);
        notices = new Notices(messages);
        changes = new Changes(ifnets, book, table, notices);
        search = new IfaddrSearch(ifnets, book, table);
        ifaddrs = new IfaddrsService(netisr, control, book, changes, notices, new Ifconf(ifnets, book), search);
        routes = new RoutesService(netisr, table, changes, notices);
        fib = new FibService(table);
        events = ifnets.listen(this::event, true);
    }

    public Ifaddrs ifaddrs() {
        return ifaddrs;
    }

    public Routes routes() {
        return routes;
    }

    /** The routing socket. */
    public RouteMessages messages() {
        return messages;
    }

    public Fib fib() {
        return fib;
    }

    /** The runtime values of this engine, for whoever shows them. */
    public List<Sysctl> sysctls() {
        return Census.of(book);
    }

    /** Is told of every explicit change, on netctl. */
    public void addControlListener(ControlListener listener) {
        notices.addControl(listener);
    }

    public void removeControlListener(ControlListener listener) {
        notices.removeControl(listener);
    }

    /** Stops following and forgets all addresses; listeners hear of each. */
    @Override
    public void close() {
        events.close();
        onNetctl(() -> {
            book.ifnets().forEach(changes::purge);
            return true;
        });
        messages.close();
    }

    private void event(IfnetEvent event) {
        Ifnet ifnet = event.ifnet();
        boolean going = event instanceof IfnetEvent.Detached;
        if (!going) {
            messages.event(event);
        }
        if (changes.isConcerned(ifnet)) {
            follow(event, ifnet);
        }
        if (going) {
            search.detached(ifnet);
            // Its addresses and routes went before it.
            messages.event(event);
        }
    }

    private void follow(IfnetEvent event, Ifnet ifnet) {
        if (event instanceof IfnetEvent.Renamed renamed) {
            onNetctl(() -> {
                changes.renamed(ifnet, renamed.oldName());
                return true;
            });
        } else if (event instanceof IfnetEvent.Detaching || event instanceof IfnetEvent.Detached) {
            onNetctl(() -> {
                changes.purge(ifnet);
                return true;
            });
        } else if (event instanceof IfnetEvent.Up
                || event instanceof IfnetEvent.Down
                || event instanceof IfnetEvent.Attached) {
            onNetctl(() -> {
                changes.upOrDown(ifnet);
                return true;
            });
        }
    }

    private void onNetctl(Callable<Boolean> change) {
        try {
            netisr.call(Netisr.NETCTL, change);
        } catch (IfnetException e) {
            LOG.error("following the interfaces: {}", e.getMessage());
        }
    }
}
