package org.ifnet.netisr.internal;

/** How much a netisr does before it looks at something else: runtime values of all netisrs. Any thread. */
final class Pace {
    /** As the original has it. */
    static final int ROLLUP_LIMIT = 32;
    /** A full round takes some hundred microseconds at most, so others wait a millisecond or two at most; and a look,
     * which costs half a microsecond, is shared by that many rounds. */
    static final int POLL_ROUNDS = 8;

    private volatile int rollupLimit = ROLLUP_LIMIT;
    private volatile int pollRounds = POLL_ROUNDS;

    /** Messages between two runs of the roll-ups. */
    int rollupLimit() {
        return rollupLimit;
    }

    /** @param messages 1 or more */
    void rollupLimit(int messages) {
        rollupLimit = messages;
    }

    /** Rounds with something to do between two looks for readable descriptors. */
    int pollRounds() {
        return pollRounds;
    }

    /** @param rounds 1, a look in every round, or more */
    void pollRounds(int rounds) {
        pollRounds = rounds;
    }
}
