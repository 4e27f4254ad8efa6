package org.ifnet.dhcp.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.LinkState;
import org.ifnet.Registration;
import org.ifnet.control.Credential;
import org.ifnet.control.IfnetControl;
import org.ifnet.control.Privilege;
import org.ifnet.datagram.DatagramService;
import org.ifnet.dhcp.DhcpClients;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.netisr.Callout;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.ifnet.route.Routes;
import org.jspecify.annotations.Nullable;

/** The clients of all interfaces, by name: what they do they do on one worker. */
public final class Sessions implements DhcpClients, AutoCloseable {
    private final Ifnets ifnets;
    private final Session.Platform platform;
    private final Executor worker;
    private final Map<String, Session> sessions = new ConcurrentSkipListMap<>();
    private final Callout timer;
    private final Registration events;
    private volatile boolean closed;

    /** @param worker a thread that may wait for the control lock of an interface; runs in order what it is given */
    public Sessions(
            Env env,
            Netisr netisr,
            Ifnets ifnets,
            IfnetControl control,
            Ifaddrs ifaddrs,
            Routes routes,
            DatagramService datagrams,
            Executor worker) {
        this.ifnets = ifnets;
        this.platform = new Session.Platform(env, control, ifaddrs, routes, datagrams);
        this.worker = worker;
        timer = netisr.callout(Netisr.NETCTL, "dhclient", () -> worker.execute(this::tick));
        events = ifnets.listen(this::changed, false);
    }

    private void changed(IfnetEvent event) {
        Ifnet ifnet = event.ifnet();
        if (event instanceof IfnetEvent.Attached || event instanceof IfnetEvent.Up) {
            worker.execute(() -> up(ifnet));
        } else if (event instanceof IfnetEvent.Detaching || event instanceof IfnetEvent.Down) {
            worker.execute(() -> {
                sessions.values().stream().filter(s -> s.isOn(ifnet)).forEach(Session::down);
                tick();
            });
        } else if (event instanceof IfnetEvent.LinkChanged link && link.state() == LinkState.UP) {
            worker.execute(() -> {
                sessions.values().stream().filter(s -> s.isOn(ifnet)).forEach(s -> s.client.linkUp());
                tick();
            });
        } else if (event instanceof IfnetEvent.Renamed renamed) {
            worker.execute(() -> {
                sessions.values().stream().filter(s -> s.isOn(ifnet)).forEach(Session::down);
                Ifnet now = ifnets.byName(renamed.oldName());
                if (now != null) {
                    up(now);
                }
                up(ifnet);
            });
        }
    }

    private void up(Ifnet ifnet) {
        Session session = sessions.get(ifnet.name());
        if (session != null && ifnet.isAttached() && !closed) {
            session.up(ifnet);
            tick();
        }
    }

    private void tick() {
        long next = Long.MAX_VALUE;
        for (Session session : sessions.values()) {
            session.arrived();
            next = Math.min(next, session.client.tick());
        }
        if (next != Long.MAX_VALUE && !closed) {
            timer.reset(Math.max(next, 1_000_000));
        }
    }

    private Session session(String name, @Nullable Offer before, long left) {
        return new Session(name, platform, endpoint -> worker.execute(this::tick), before, left);
    }

    @Override
    public void start(Credential who, Ifnet ifnet) throws IfnetException {
        who.require(Privilege.INTERFACE, "dhclient");
        if (!ifnet.isAttached()) {
            throw IfnetException.noSuchInterface(ifnet.name());
        }
        Session.check(ifnet);
        sessions.computeIfAbsent(ifnet.name(), name -> session(name, null, 0));
        worker.execute(() -> up(ifnet));
    }

    @Override
    public void release(Credential who, Ifnet ifnet) throws IfnetException {
        who.require(Privilege.INTERFACE, "dhclient");
        Session session = sessions.remove(ifnet.name());
        if (session == null) {
            throw new IfnetException(Errno.ENOENT, "dhclient: none is running on " + ifnet.name());
        }
        worker.execute(session::release);
    }

    @Override
    public List<Status> list() {
        return sessions.values().stream()
                .map(s -> new Status(s.name, s.client.state(), s.client.lease()))
                .toList();
    }

    /** Goes on with what was kept. */
    void restore(List<List<String>> kept) {
        for (List<String> words : kept) {
            LeaseText text = LeaseText.read(words, platform.env().wallMillis());
            sessions.put(text.name(), session(text.name(), text.lease(), text.left()));
            Ifnet there = ifnets.byName(text.name());
            if (there != null) {
                worker.execute(() -> up(there));
            }
        }
    }

    /** What is to be kept. After {@link #close}. */
    List<List<String>> keep() {
        List<List<String>> all = new ArrayList<>();
        for (Session s : sessions.values()) {
            all.add(LeaseText.write(
                    s.name, s.client.held(), s.client.left(), platform.env().wallMillis()));
        }
        return all;
    }

    /** Says nothing more; addresses stay. */
    @Override
    public void close() {
        closed = true;
        events.close();
        timer.drain();
        worker.execute(() -> sessions.values().forEach(Session::down));
    }
}
