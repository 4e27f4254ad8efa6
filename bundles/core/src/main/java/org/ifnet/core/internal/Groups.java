package org.ifnet.core.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import org.ifnet.Errno;
import org.ifnet.GroupListener;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetException;
import org.ifnet.IfnetGroups;
import org.ifnet.control.ControlRecord;
import org.ifnet.control.Credential;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The groups of interfaces (reference 1.15). An interface's own list changes under its control lock; the groups and what
 * their listeners hear in what order, under a lock that every change takes below it. Readers take none.
 */
final class Groups implements IfnetGroups {
    private static final Logger LOG = LoggerFactory.getLogger(Groups.class);
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._-]*[A-Za-z._-]");

    /** What most interfaces have: one list for all of them. */
    private static final List<String> ONLY_ALL = List.of(ALL);

    private final ControlEntry entry;
    private final Events events;
    private final Records records;
    private final EnvLock lock;
    private final Few<GroupListener> listeners = new Few<>();
    private final Map<String, Group> groups = new ConcurrentHashMap<>();
    private long serial;

    Groups(Env env, ControlEntry entry, Events events, Records records) {
        this.entry = entry;
        this.events = events;
        this.records = records;
        lock = env.lock("groups", Env.Rank.CONTROL + 10);
    }

    /** The members with the number of their joining. */
    private record Group(String name, long made, Map<CoreIfnet, Long> members) {}

    void add(GroupListener listener) {
        listeners.add(listener);
    }

    void remove(GroupListener listener) {
        listeners.remove(listener);
    }

    @Override
    public List<String> list() {
        return groups.values().stream()
                .sorted(Comparator.comparingLong(Group::made))
                .map(Group::name)
                .toList();
    }

    @Override
    public List<Ifnet> members(String name) throws IfnetException {
        Group group = groups.get(name);
        if (group == null) {
            throw new IfnetException(Errno.ENOENT, "no group '" + name + "'");
        }
        List<Map.Entry<CoreIfnet, Long>> joined = new ArrayList<>(group.members.entrySet());
        joined.sort(Map.Entry.comparingByValue());
        List<Ifnet> found = new ArrayList<>();
        for (Map.Entry<CoreIfnet, Long> member : joined) {
            if (member.getKey().isAttached()) {
                found.add(member.getKey());
            }
        }
        return List.copyOf(found);
    }

    @Override
    public void join(Credential who, Ifnet ifnet, String group) throws IfnetException {
        entry.change(who, "join group '" + group + "'", ifnet, known -> {
            check(group);
            if (known.groups().contains(group)) {
                throw new IfnetException(Errno.EEXIST, known.name() + " is in group '" + group + "' already");
            }
            enter(known, group);
            records.emit(new ControlRecord.GroupJoined(who.who(), known.name(), group));
        });
    }

    private static void check(String group) throws IfnetException {
        if (group.length() > Names.MAX) {
            throw new IfnetException(
                    Errno.ENAMETOOLONG, "group name '" + group + "' is longer than " + Names.MAX + " characters");
        }
        if (!VALID.matcher(group).matches()) {
            throw new IfnetException(
                    Errno.EINVAL,
                    "'" + group + "' is not a group name: letters, digits, '.', '_' or '-', and no digit at the end");
        }
    }

    @Override
    public void leave(Credential who, Ifnet ifnet, String group) throws IfnetException {
        entry.change(who, "leave group '" + group + "'", ifnet, known -> {
            if (group.equals(ALL)) {
                throw new IfnetException(Errno.EINVAL, "every interface is in group '" + ALL + "'");
            }
            if (!known.groups().contains(group)) {
                throw new IfnetException(Errno.ENOENT, known.name() + " is not in group '" + group + "'");
            }
            exit(known, group);
            records.emit(new ControlRecord.GroupLeft(who.who(), known.name(), group));
        });
    }

    /** What a new interface belongs to, before anybody finds it. Under its control lock. */
    void enrol(CoreIfnet ifnet, @Nullable String kind) {
        enter(ifnet, ALL);
        if (kind != null) {
            enter(ifnet, kind);
        }
    }

    /** The interface goes and nobody finds it any more: it leaves every group. Under its control lock. */
    void leaveAll(CoreIfnet ifnet) {
        List<String> all = ifnet.groups();
        for (int i = all.size() - 1; i >= 0; i--) {
            exit(ifnet, all.get(i));
        }
    }

    private void enter(CoreIfnet ifnet, String name) {
        lock.lock();
        try {
            Group group = groups.get(name);
            if (group == null) {
                tell(listener -> listener.groupAttached(name));
                group = new Group(name, serial++, new ConcurrentHashMap<>());
                groups.put(name, group);
            }
            group.members.put(ifnet, serial++);
            ifnet.groups(with(ifnet.groups(), name));
            tell(listener -> listener.groupChanged(name));
        } finally {
            lock.unlock();
        }
        events.emit(ifnet, sequence -> new IfnetEvent.GroupJoined(sequence, ifnet, name));
    }

    private void exit(CoreIfnet ifnet, String name) {
        lock.lock();
        try {
            ifnet.groups(without(ifnet.groups(), name));
            Group group = groups.get(name);
            if (group != null) {
                group.members.remove(ifnet);
                tell(listener -> listener.groupChanged(name));
                if (group.members.isEmpty()) {
                    groups.remove(name);
                    tell(listener -> listener.groupDetached(name));
                }
            }
        } finally {
            lock.unlock();
        }
        events.emit(ifnet, sequence -> new IfnetEvent.GroupLeft(sequence, ifnet, name));
    }

    private static List<String> with(List<String> old, String name) {
        if (old.isEmpty() && name.equals(ALL)) {
            return ONLY_ALL;
        }
        List<String> more = new ArrayList<>(old);
        more.add(name);
        return List.copyOf(more);
    }

    private static List<String> without(List<String> old, String name) {
        List<String> rest = new ArrayList<>(old);
        rest.remove(name);
        return List.copyOf(rest);
    }

    private void tell(Consumer<GroupListener> call) {
        for (GroupListener listener : listeners) {
            try {
                call.accept(listener);
            } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
                LOG.error("a listener of groups failed", e);
            }
        }
    }
}
