package org.ifnet.route.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.Ifnets;
import org.ifnet.Registration;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.netisr.Env;
import org.ifnet.route.Route;
import org.ifnet.route.RouteMessage;
import org.ifnet.route.RouteMessageListener;
import org.ifnet.route.RouteMessages;
import org.jspecify.annotations.Nullable;

/** Makes messages of what happens, for as many as listen. */
final class MessagesService implements RouteMessages {
    private final Env env;
    private final Ifnets ifnets;
    private final AddressBook book;
    private final RouteTable table;
    private final CopyOnWriteArrayList<MessageThread> threads = new CopyOnWriteArrayList<>();

    MessagesService(Env env, Ifnets ifnets, AddressBook book, RouteTable table) {
        this.env = env;
        this.ifnets = ifnets;
        this.book = book;
        this.table = table;
    }

    boolean isHeard() {
        return !threads.isEmpty();
    }

    @Override
    public Registration listen(int limit, RouteMessageListener listener) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit " + limit);
        }
        MessageThread thread = new MessageThread(env, limit, listener, this::everything);
        threads.add(thread);
        return () -> {
            threads.remove(thread);
            thread.close();
        };
    }

    private List<RouteMessage> everything() {
        List<RouteMessage> all = new ArrayList<>();
        for (Ifnet ifnet : ifnets.list()) {
            all.add(new RouteMessage.IfAnnounce(ifnet, ifnet.name(), true));
            all.add(info(ifnet));
            book.list(ifnet).forEach(a -> all.add(new RouteMessage.NewAddr(a)));
        }
        table.used().forEach(route -> all.add(new RouteMessage.Add(route)));
        return all;
    }

    private static RouteMessage info(Ifnet ifnet) {
        return new RouteMessage.IfInfo(ifnet, ifnet.name(), ifnet.flags(), ifnet.linkState(), ifnet.mtu());
    }

    private void tell(RouteMessage message) {
        for (MessageThread thread : threads) {
            thread.offer(message);
        }
    }

    void event(IfnetEvent event) {
        if (threads.isEmpty()) {
            return;
        }
        Ifnet ifnet = event.ifnet();
        if (event instanceof IfnetEvent.Attached) {
            tell(new RouteMessage.IfAnnounce(ifnet, ifnet.name(), true));
            tell(info(ifnet));
        } else if (event instanceof IfnetEvent.Detached) {
            tell(new RouteMessage.IfAnnounce(ifnet, ifnet.name(), false));
        } else if (event instanceof IfnetEvent.Renamed renamed) {
            tell(new RouteMessage.IfAnnounce(ifnet, renamed.oldName(), false));
            tell(new RouteMessage.IfAnnounce(ifnet, ifnet.name(), true));
        } else if (event instanceof IfnetEvent.MulticastJoined joined) {
            tell(new RouteMessage.NewMaddr(ifnet, joined.membership()));
        } else if (event instanceof IfnetEvent.MulticastLeft left) {
            tell(new RouteMessage.DelMaddr(ifnet, left.membership()));
        } else if (event instanceof IfnetEvent.Up
                || event instanceof IfnetEvent.Down
                || event instanceof IfnetEvent.LinkChanged
                || event instanceof IfnetEvent.Changed) {
            tell(info(ifnet));
        }
    }

    void added(Ifaddr address) {
        tell(new RouteMessage.NewAddr(address));
    }

    void removed(Ifaddr address) {
        tell(new RouteMessage.DelAddr(address));
    }

    void missed(IpAddress destination) {
        tell(new RouteMessage.Miss(destination));
    }

    void asked(IpAddress destination, Route found) {
        if (!threads.isEmpty()) {
            tell(new RouteMessage.Get(destination, found));
        }
    }

    void locked(Route route) {
        tell(new RouteMessage.Lock(route));
    }

    /** The route of a prefix is another one. */
    void changed(@Nullable Route before, @Nullable Route now) {
        if (now == null) {
            if (before != null) {
                tell(new RouteMessage.Delete(before));
            }
        } else if (before == null) {
            tell(new RouteMessage.Add(now));
        } else {
            tell(new RouteMessage.Change(now));
        }
    }

    void close() {
        threads.forEach(MessageThread::close);
        threads.clear();
    }
}
