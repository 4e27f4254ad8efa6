package org.ifnet.route.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.ifnet.netisr.EnvMemory;
import org.ifnet.netisr.PublishedArray;
import org.ifnet.route.NextHop;
import org.jspecify.annotations.Nullable;

/**
 * The next hops of a family by number, 1 and up; equal ones are one. A number that is free is not used again before a new array
 * is made for a new {@link Poptrie}: who still reads the old one must not find another hop there. One thread, but for reading
 * the array.
 */
final class Hops {
    private static final int LEAST = 16;

    private final EnvMemory memory;
    private final Map<NextHop, Hop> known = new HashMap<>();
    /** By number; null where a number is free, and at 0. */
    private final List<@Nullable Hop> numbers = new ArrayList<>();
    /** Without a user since the last {@link #forget}. */
    private final List<Hop> idle = new ArrayList<>();
    /** Given back since the array was made. */
    private final List<Integer> resting = new ArrayList<>();

    private final Deque<Integer> free = new ArrayDeque<>();
    private PublishedArray<NextHop> array;
    /** The hop that was asked for last: routes come in long rows with the same one. */
    private @Nullable Hop last;

    Hops(EnvMemory memory) {
        this.memory = memory;
        array = memory.publishedArray(LEAST);
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
        Hop h = last;
        if (h == null || !h.hop.equals(hop)) {
            h = known.get(hop);
            if (h == null) {
                h = enter(hop);
            }
            last = h;
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
        if (fresh.number < array.length()) {
            array.setRelease(fresh.number, hop);
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
        return numbers.size() <= array.length();
    }

    /** Forgets the hops that nobody uses, once nothing that is read refers to them. */
    void forget() {
        for (Hop h : idle) {
            if (h.users == 0 && numbers.get(h.number) == h) {
                numbers.set(h.number, null);
                known.remove(h.hop);
                last = last == h ? null : last;
                resting.add(h.number);
                if (h.number < array.length()) {
                    array.setRelease(h.number, null);
                }
            }
        }
        idle.clear();
    }

    PublishedArray<NextHop> array() {
        return array;
    }

    /** A new array of all hops, with room. Free numbers are given out again from now on. */
    PublishedArray<NextHop> renew() {
        free.addAll(resting);
        resting.clear();
        PublishedArray<NextHop> fresh = memory.publishedArray(Math.max(LEAST, numbers.size() * 2));
        for (int i = 1; i < numbers.size(); i++) {
            Hop h = numbers.get(i);
            fresh.setPlain(i, h == null ? null : h.hop);
        }
        array = fresh;
        return fresh;
    }
}
