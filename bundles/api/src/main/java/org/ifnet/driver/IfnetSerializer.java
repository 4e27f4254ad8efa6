package org.ifnet.driver;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * The hardware serializers of one interface (reference 1.2, 5): an array in which place 0 is the main one and the place is
 * the order of entering. Each source and each subqueue is guarded by one of them; a call that changes the interface holds
 * all.
 *
 * <p>It belongs to one binding: make a new one whenever {@link IfnetDriver#serializer} is called. Whoever holds one of the
 * serializers may enter those behind it, never those before it. A netisr only tries. Any thread.
 */
public final class IfnetSerializer {
    /** More than any card has rings. */
    private static final int MOST = 4096;

    /** What the platform does when a serializer was given back. */
    @FunctionalInterface
    public interface ExitListener {
        /** The one at that place was given back by the calling thread. Never blocks. */
        void exited(int place);
    }

    private final Env env;
    private final String name;
    private final Element[] order;
    private final int[] sources;
    private final int[] queues;
    private final AtomicReference<@Nullable ExitListener> listener = new AtomicReference<>();

    private IfnetSerializer(Env env, String name, int size, int[] sources, int[] queues) {
        this.env = env;
        this.name = name;
        this.sources = sources;
        this.queues = queues;
        order = new Element[size];
        for (int i = 0; i < size; i++) {
            order[i] = new Element(i, env.serializer(name));
        }
    }

    /** One for everything: no two calls of the driver ever overlap. For {@code queues} subqueues, 1 or more, else EINVAL. */
    public static IfnetSerializer single(Env env, String name, int queues) throws IfnetException {
        return shared(env, name, new int[] {0}, new int[Math.max(queues, 0)]);
    }

    /**
     * The main one, then one for each source, then one for each subqueue.
     *
     * @param sources sources, 0 or more; with 0 the main one guards every source
     * @param queues subqueues, 1 or more; EINVAL for anything else
     */
    public static IfnetSerializer array(Env env, String name, int sources, int queues) throws IfnetException {
        int[] ofSources = new int[Math.min(Math.max(sources, 0), MOST)];
        int[] ofQueues = new int[Math.min(Math.max(queues, 0), MOST)];
        Arrays.setAll(ofSources, i -> 1 + i);
        Arrays.setAll(ofQueues, i -> 1 + ofSources.length + i);
        return shared(env, name, ofSources, ofQueues);
    }

    /**
     * As the device needs it, for example one for each pair of rings.
     *
     * @param sources the place of the serializer that guards the first, second, … source that the driver makes; a source
     *     beyond begins anew at the first; empty for the main one
     * @param queues the place of the serializer of each subqueue; EINVAL when there is none, or a place that is negative, or a
     *     gap: every place up to the highest must guard something, but 0
     */
    public static IfnetSerializer shared(Env env, String name, int[] sources, int[] queues) throws IfnetException {
        if (queues.length == 0) {
            throw new IfnetException(Errno.EINVAL, "serializers of " + name + ": no subqueue has one");
        }
        int size = Math.max(highest(name, sources), highest(name, queues)) + 1;
        boolean[] used = new boolean[size];
        for (int place : sources) {
            used[place] = true;
        }
        for (int place : queues) {
            used[place] = true;
        }
        for (int i = 1; i < size; i++) {
            if (!used[i]) {
                throw new IfnetException(Errno.EINVAL, "serializers of " + name + ": number " + i + " guards nothing");
            }
        }
        return new IfnetSerializer(env, name, size, sources.clone(), queues.clone());
    }

    private static int highest(String name, int[] places) throws IfnetException {
        int highest = 0;
        for (int place : places) {
            if (place < 0 || place > 2 * MOST) {
                throw new IfnetException(
                        Errno.EINVAL, "serializers of " + name + ": number " + place + " is impossible");
            }
            highest = Math.max(highest, place);
        }
        return highest;
    }

    /** How many there are, 1 or more. */
    public int size() {
        return order.length;
    }

    /** Subqueues that have one. */
    public int queues() {
        return queues.length;
    }

    /** The one at that place, 0 to {@link #size} - 1; IndexOutOfBoundsException beyond. */
    public Serializer get(int place) {
        return order[place];
    }

    /** The one that is entered first, and the only one that callouts hold. */
    public Serializer main() {
        return order[0];
    }

    /** The place of the serializer that guards the {@code n}-th source, from 0. */
    public int placeOfSource(int n) {
        return sources.length == 0 ? 0 : sources[n % sources.length];
    }

    /** The place of the serializer that guards the start of that subqueue, 0 to {@link #queues} - 1. */
    public int placeOfQueue(int queue) {
        return queues[queue];
    }

    /** Enters all, in ascending order; waits. Not on a netisr. IllegalStateException when the caller holds one of them. */
    public void enterAll() {
        int got = 0;
        try {
            for (; got < order.length; got++) {
                order[got].enter();
            }
        } finally {
            if (got < order.length) {
                exitFrom(got - 1);
            }
        }
    }

    /** Enters all or none: what it got before one was refused it gives back in descending order. Never waits. */
    public boolean tryEnterAll() {
        for (int i = 0; i < order.length; i++) {
            if (!order[i].tryEnter()) {
                exitFrom(i - 1);
                return false;
            }
        }
        return true;
    }

    /** Gives all back, in descending order. IllegalStateException, and nothing is given back, when the caller lacks one. */
    public void exitAll() {
        assertHeld();
        exitFrom(order.length - 1);
    }

    private void exitFrom(int last) {
        for (int i = last; i >= 0; i--) {
            order[i].exit();
        }
    }

    /** The caller holds every one. */
    public boolean isAllHeldByCaller() {
        for (Element element : order) {
            if (!element.isHeldByCaller()) {
                return false;
            }
        }
        return true;
    }

    /** IllegalStateException, with the name of the first that the caller does not hold. Looks at all: not for packets. */
    public void assertHeld() {
        for (Element element : order) {
            if (!element.isHeldByCaller()) {
                throw new IllegalStateException(element + " is not held by the caller");
            }
        }
    }

    /** IllegalStateException, with the name of the first that the caller holds. Looks at all: not for packets. */
    public void assertNotHeld() {
        for (Element element : order) {
            if (element.isHeldByCaller()) {
                throw new IllegalStateException(element + " is held by the caller");
            }
        }
    }

    /** It was made with that Env. */
    public boolean isOf(Env which) {
        return env == which;
    }

    /** The platform's: begins to be told, once and for all. False when somebody was before: it has its binding. */
    public boolean bind(ExitListener told) {
        return listener.compareAndSet(null, told);
    }

    @Override
    public String toString() {
        return order.length + " serializers of " + name;
    }

    /** One of them; when it is given back the platform hears of it, whoever held it. */
    private final class Element implements Serializer {
        private final int place;
        private final Serializer inner;

        Element(int place, Serializer inner) {
            this.place = place;
            this.inner = inner;
        }

        @Override
        public void enter() {
            if (inner.isHeldByCaller()) {
                throw new IllegalStateException(this + " entered twice");
            }
            inner.enter();
        }

        @Override
        public boolean tryEnter() {
            return inner.tryEnter();
        }

        @Override
        public void exit() {
            inner.exit();
            ExitListener told = listener.get();
            if (told != null) {
                told.exited(place);
            }
        }

        @Override
        public boolean isHeldByCaller() {
            return inner.isHeldByCaller();
        }

        @Override
        public String toString() {
            return "serializer " + place + " of " + name;
        }
    }
}
