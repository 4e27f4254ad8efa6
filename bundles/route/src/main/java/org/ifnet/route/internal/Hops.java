package org.ifnet.route.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.ifnet.route.NextHop;
import org.jspecify.annotations.Nullable;

/**
 * The next hops of a family by number, 1 and up; equal ones are one. A number that is free is not used again before a new array
 * is made for a new {@link Poptrie}: who still reads the old one must not find another hop there. One thread, but for reading
 * the array.
 */
final class Hops {
    /** What number 0 means; never given out, so it need not have an interface. */
    @SuppressWarnings("NullAway")
    static final NextHop NONE = new NextHop(null, 0, 0, 0, null);

    private static final int LEAST = 16;
    private static final int RECENT = 256;

    private final Map<NextHop, Hop> known = new HashMap<>();
    /** By number; null where a number is free, and at 0. */
    private final List<@Nullable Hop> numbers = new ArrayList<>();
    /** Without a user since the last {@link #forget}. */
    private final List<Hop> idle = new ArrayList<>();
    /** Given back since the array was made. */
    private final List<Integer> resting = new ArrayList<>();

    private final Deque<Integer> free = new ArrayDeque<>();
    private @Nullable NextHop[] array = new NextHop[LEAST];
    /** Hops that were asked for lately, by their gateway: a full table has few. */
    private final @Nullable Hop[] recent = new Hop[RECENT];

    Hops() {
        array[0] = NONE;
        numbers.add(null);
    }

    private static final class Hop {
        final NextHop hop;
        final int number;
        int users;

        Hop(NextHop hop, int number) {
            this.hop = hop;
            this.number = number;
        }
    }

    /** The number of a hop, which has one user more. */
    int use(NextHop hop) {
        int at = (int) (hop.gatewayLo() ^ hop.gatewayLo() >>> 8) & RECENT - 1;
        Hop h = recent[at];
        if (h == null || !h.hop.equals(hop)) {
            h = known.get(hop);
            if (h == null) {
                h = enter(hop);
            }
            recent[at] = h;
        }
        h.users++;
        return h.number;
    }

    private Hop enter(NextHop hop) {
        Integer again = free.poll();
        Hop fresh = new Hop(hop, again == null ? numbers.size() : again);
        if (again == null) {
            numbers.add(fresh);
        } else {
            numbers.set(again, fresh);
        }
        known.put(hop, fresh);
        if (fresh.number < array.length) {
            Poptrie.hop(array, fresh.number, hop);
        }
        return fresh;
    }

    /** The hop of that number has one user less. */
    void release(int number) {
        Hop h = numbers.get(number);
        if (h != null && --h.users == 0) {
            idle.add(h);
        }
    }

    /** Whether every hop is in the array. */
    boolean fit() {
        return numbers.size() <= array.length;
    }

    /** Forgets the hops that nobody uses, once nothing that is read refers to them. */
    void forget() {
        for (Hop h : idle) {
            if (h.users == 0 && numbers.get(h.number) == h) {
                numbers.set(h.number, null);
                known.remove(h.hop);
                Arrays.fill(recent, null);
                resting.add(h.number);
                if (h.number < array.length) {
                    Poptrie.hop(array, h.number, null);
                }
            }
        }
        idle.clear();
    }

    /** A new array of all hops, with room. Free numbers are given out again from now on. */
    @Nullable
    NextHop[] renew() {
        free.addAll(resting);
        resting.clear();
        @Nullable NextHop[] fresh = new NextHop[Math.max(LEAST, numbers.size() * 2)];
        fresh[0] = NONE;
        for (int i = 1; i < numbers.size(); i++) {
            Hop h = numbers.get(i);
            fresh[i] = h == null ? null : h.hop;
        }
        array = fresh;
        return fresh;
    }
}
