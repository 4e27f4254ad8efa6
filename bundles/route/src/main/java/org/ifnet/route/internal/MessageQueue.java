package org.ifnet.route.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifmaddr;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.ifnet.route.RouteMessage;
import org.jspecify.annotations.Nullable;

/** Messages that wait for one listener: of each thing only what is true of it last; none when there were too many. */
final class MessageQueue {
    private final EnvLock lock;
    private final int limit;
    private final Map<Object, RouteMessage> pending = new LinkedHashMap<>();
    private boolean overflowed = true;
    private long lost;

    /** It begins overflowed: the listener knows nothing yet. */
    MessageQueue(Env env, int limit) {
        this.limit = limit;
        lock = env.lock("route messages", Env.Rank.LEAF);
    }

    void offer(RouteMessage message) {
        lock.lock();
        try {
            if (overflowed) {
                lost++;
                return;
            }
            Object key = key(message);
            RouteMessage before = pending.remove(key);
            RouteMessage now = before == null ? message : together(before, message);
            if (now != null) {
                pending.put(key, now);
            }
            if (pending.size() > limit) {
                lost += pending.size();
                pending.clear();
                overflowed = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /** What messages are about. */
    private static Object key(RouteMessage message) {
        if (message instanceof RouteMessage.Add add) {
            return add.route().destination();
        } else if (message instanceof RouteMessage.Delete delete) {
            return delete.route().destination();
        } else if (message instanceof RouteMessage.Change change) {
            return change.route().destination();
        } else if (message instanceof RouteMessage.NewAddr a) {
            return key(a.address());
        } else if (message instanceof RouteMessage.DelAddr a) {
            return key(a.address());
        } else if (message instanceof RouteMessage.NewMaddr m) {
            return key(m.ifnet().handle(), m.membership());
        } else if (message instanceof RouteMessage.DelMaddr m) {
            return key(m.ifnet().handle(), m.membership());
        } else if (message instanceof RouteMessage.IfAnnounce i) {
            return List.of("announce", i.ifnet().handle(), i.name());
        } else if (message instanceof RouteMessage.IfInfo i) {
            return List.of("info", i.ifnet().handle());
        } else if (message instanceof RouteMessage.Get get) {
            return List.of("get", get.asked());
        } else if (message instanceof RouteMessage.Lock lock) {
            return List.of("lock", lock.route().destination());
        }
        return message;
    }

    private static Object key(Ifaddr a) {
        return List.of("addr", a.ifnet().handle(), a.address());
    }

    private static Object key(int ifnet, Ifmaddr m) {
        Object group = m.group();
        return List.of("maddr", ifnet, group == null ? String.valueOf(m.lladdr()) : group);
    }

    /** Two of the same thing in one; null when nothing remains to be said. */
    private static @Nullable RouteMessage together(RouteMessage before, RouteMessage now) {
        boolean came = before instanceof RouteMessage.Add
                || before instanceof RouteMessage.NewAddr
                || before instanceof RouteMessage.NewMaddr
                || before instanceof RouteMessage.IfAnnounce first && first.arrived();
        boolean goes = now instanceof RouteMessage.Delete
                || now instanceof RouteMessage.DelAddr
                || now instanceof RouteMessage.DelMaddr
                || now instanceof RouteMessage.IfAnnounce second && !second.arrived();
        if (came && goes) {
            return null;
        }
        if (before instanceof RouteMessage.Add && now instanceof RouteMessage.Change change) {
            return new RouteMessage.Add(change.route());
        }
        if (before instanceof RouteMessage.Delete && now instanceof RouteMessage.Add add) {
            return new RouteMessage.Change(add.route());
        }
        return now;
    }

    /** Ends an overflow: what is offered from now on is queued. How many were lost, or -1 when there was none. */
    long resync() {
        lock.lock();
        try {
            if (!overflowed) {
                return -1;
            }
            long n = lost;
            overflowed = false;
            lost = 0;
            return n;
        } finally {
            lock.unlock();
        }
    }

    /** All that wait, oldest first. */
    List<RouteMessage> take() {
        lock.lock();
        try {
            List<RouteMessage> all = new ArrayList<>(pending.values());
            pending.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }
}
