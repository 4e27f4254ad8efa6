package org.ifnet.inet.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.ifnet.inet.internal.IgmpSender.Record;

/**
 * What a host has to say about its groups on one interface, and when (RFC 3376, 5; RFC 2236, 3). Plain: told the time, and
 * by one thread.
 */
final class IgmpState {
    private static final int ROBUSTNESS = 2;
    private static final long SECOND = 1_000_000_000L;
    /** Until a router of an older version is forgotten: robustness times 125 s, and 10 s (RFC 3376, 8.12). */
    private static final long OLD_ROUTER = (ROBUSTNESS * 125 + 10) * SECOND;

    static final long NEVER = Long.MAX_VALUE;

    /** When the answer to a general query is due. */
    private boolean general;

    private long generalDue;
    /** Changes that are to be said, and said again: by group. */
    private final Map<Integer, Change> changes = new TreeMap<>();
    /** Answers that are due: by group. */
    private final Map<Integer, Long> answers = new TreeMap<>();
    /** The version of the oldest router lately heard, until then. */
    private int oldest = 3;

    private long oldUntil;

    private static final class Change {
        final int type;
        int left = ROBUSTNESS;
        long due;

        Change(int type, long due) {
            this.type = type;
            this.due = due;
        }
    }

    void changed(int group, boolean joined, long now) {
        answers.remove(group);
        changes.put(group, new Change(joined ? Igmp.TO_EXCLUDE : Igmp.TO_INCLUDE, now));
    }

    /** The version to speak. */
    int version(long now) {
        if (oldest < 3 && now - oldUntil >= 0) {
            oldest = 3;
        }
        return oldest;
    }

    /**
     * A router asks.
     *
     * @param group 0 for all
     * @param chance a random number, not negative
     */
    void queried(int version, int group, long longest, int[] members, long now, long chance) {
        if (version < 3 && version <= version(now)) {
            oldest = version;
            oldUntil = now + OLD_ROUTER;
        }
        long spread = Math.max(longest, 1);
        if (group == 0 && version(now) == 3) {
            long due = now + chance % spread;
            generalDue = general && generalDue - due < 0 ? generalDue : due;
            general = true;
            return;
        }
        for (int member : members) {
            if (group == 0 || group == member) {
                // Each at its own time: the others may hear it meanwhile and be silent.
                long its = now + (chance ^ member * 0x9e37_79b9L & Long.MAX_VALUE) % spread;
                answers.merge(member, its, (a, b) -> a - b < 0 ? a : b);
            }
        }
    }

    /** Another member said it: once is enough for old routers. */
    void heard(int group, long now) {
        if (version(now) < 3) {
            answers.remove(group);
        }
    }

    /** Takes what is due. */
    List<Record> say(int[] members, long now, long chance) {
        List<Record> records = new ArrayList<>();
        if (general && now - generalDue >= 0) {
            general = false;
            for (int member : members) {
                records.add(new Record(Igmp.IS_EXCLUDE, member));
            }
        }
        answers.entrySet().removeIf(answer -> {
            boolean due = now - answer.getValue() >= 0;
            if (due) {
                records.add(new Record(Igmp.IS_EXCLUDE, answer.getKey()));
            }
            return due;
        });
        changes.entrySet().removeIf(e -> {
            Change change = e.getValue();
            if (now - change.due < 0) {
                return false;
            }
            records.add(new Record(change.type, e.getKey()));
            change.due = now + chance % SECOND;
            return --change.left == 0 || change.type == Igmp.TO_INCLUDE && version(now) < 3;
        });
        return records;
    }

    /** Nanoseconds until something is due, or {@link #NEVER}. */
    long next(long now) {
        long next = general ? generalDue - now : NEVER;
        for (long due : answers.values()) {
            next = Math.min(next, due - now);
        }
        for (Change change : changes.values()) {
            next = Math.min(next, change.due - now);
        }
        return next;
    }
}
