package org.ifnet.netisr.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.ifnet.netisr.Env;
import org.jspecify.annotations.Nullable;

/**
 * An unbounded queue of intrusive elements: many threads push, one owner takes, nobody allocates.
 *
 * <p>Pushed elements form a stack, newest first, that the owner takes as a whole, so a popped element that comes back
 * can fool nobody (no ABA). The owner turns it round and appends it to a list of its own, which keeps the order of
 * pushing.
 */
final class Inbox<T extends Linked<T>> {
    private static final VarHandle TOP;

    static {
        try {
            TOP = MethodHandles.lookup().findVarHandle(Inbox.class, "top", Linked.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Env env;
    private volatile @Nullable T top;

    private @Nullable T first;
    private @Nullable T last;

    Inbox(Env env) {
        this.env = env;
    }

    /** Any thread. The element must be in no inbox. */
    void push(T item) {
        T seen;
        do {
            seen = top;
            item.next = seen;
            env.yieldPoint("inbox.push");
        } while (!TOP.compareAndSet(this, seen, item));
    }

    /** The owner adds behind what it has gathered. */
    void append(T item) {
        item.next = null;
        T tail = last;
        if (tail == null) {
            first = item;
        } else {
            tail.next = item;
        }
        last = item;
    }

    /** The owner moves everything pushed so far to its list. */
    void gather() {
        if (top == null) {
            return;
        }
        for (T item = takeAll(); item != null; ) {
            T following = item.next;
            append(item);
            item = following;
        }
    }

    /** Everything pushed and not gathered, oldest first, linked by {@code next}. Any thread. */
    @Nullable
    T takeAll() {
        env.yieldPoint("inbox.take");
        @SuppressWarnings("unchecked")
        T item = (T) TOP.getAndSet(this, (T) null);
        T oldest = null;
        while (item != null) {
            T older = item.next;
            item.next = oldest;
            oldest = item;
            item = older;
        }
        return oldest;
    }

    /** The first gathered element without taking it; owner only. */
    @Nullable
    T peek() {
        return first;
    }

    /** Takes the first gathered element; owner only. */
    @Nullable
    T poll() {
        T item = first;
        if (item != null) {
            first = item.next;
            item.next = null;
            if (first == null) {
                last = null;
            }
        }
        return item;
    }

    /** Nothing pushed and nothing gathered; owner only. */
    boolean isEmpty() {
        return first == null && top == null;
    }
}
