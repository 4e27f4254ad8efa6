package org.ifnet.config.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.ifnet.Ifnet;
import org.jspecify.annotations.Nullable;

/**
 * What is to be looked at, each thing once, in the order in which one needs the other: clones, sysctls, interfaces,
 * routes. What failed comes again a few times, later each time. Guarded by who owns it.
 */
final class Agenda {
    /** Nanoseconds before the second attempt; each further one waits four times as long. */
    private static final long FIRST_PAUSE = 20_000_000;

    private static final int ATTEMPTS = 6;

    /** Kinds in the order of work. */
    enum Kind {
        CLONES,
        SYSCTLS,
        IFNET,
        ROUTES
    }

    /**
     * One thing to look at.
     *
     * @param order of kinds, and of interfaces by their handles
     * @param attempt how often it failed
     */
    record Item(Kind kind, long order, @Nullable Ifnet ifnet, int attempt, long due) {
        boolean isLast() {
            return attempt + 1 >= ATTEMPTS;
        }
    }

    private final Map<Long, Item> items = new TreeMap<>();

    /** Puts it on, to be done at once, also when it waits for a further attempt. */
    void add(Kind kind, @Nullable Ifnet ifnet, long now) {
        long order = (long) kind.ordinal() << 32 | (ifnet == null ? 0 : ifnet.handle() & 0xffff_ffffL);
        items.put(order, new Item(kind, order, ifnet, 0, now));
    }

    /** Puts it on again after a failure, unless it is on already or has failed too often. */
    void again(Item failed, long now) {
        if (!failed.isLast()) {
            long due = now + (FIRST_PAUSE << 2 * failed.attempt);
            items.putIfAbsent(failed.order, new Item(failed.kind, failed.order, failed.ifnet, failed.attempt + 1, due));
        }
    }

    /** Takes off what is due. */
    List<Item> takeDue(long now) {
        List<Item> due = new ArrayList<>();
        for (Item item : items.values()) {
            if (item.due - now <= 0) {
                due.add(item);
            }
        }
        due.forEach(item -> items.remove(item.order));
        return due;
    }

    /** Nanoseconds until the next is due, at most {@code most}. */
    long pause(long now, long most) {
        long pause = most;
        for (Item item : items.values()) {
            pause = Math.min(pause, item.due - now);
        }
        return Math.max(pause, 0);
    }
}
