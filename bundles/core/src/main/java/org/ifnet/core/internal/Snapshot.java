package org.ifnet.core.internal;

import java.util.Arrays;

/** Arrays that are never changed once they were published: every change is a new one. Elements count by identity. */
final class Snapshot {
    private Snapshot() {}

    static <T> T[] with(T[] old, T element) {
        return inserted(old, old.length, element);
    }

    static <T> T[] inserted(T[] old, int at, T element) {
        T[] grown = Arrays.copyOf(old, old.length + 1);
        System.arraycopy(old, at, grown, at + 1, old.length - at);
        grown[at] = element;
        return grown;
    }

    /** Without the first occurrence; the same array when there is none. */
    static <T> T[] without(T[] old, T element) {
        int at = indexOf(old, element);
        if (at < 0) {
            return old;
        }
        T[] rest = Arrays.copyOf(old, old.length - 1);
        System.arraycopy(old, at + 1, rest, at, rest.length - at);
        return rest;
    }

    static <T> int indexOf(T[] array, T element) {
        for (int i = 0; i < array.length; i++) {
            if (array[i] == element) {
                return i;
            }
        }
        return -1;
    }
}
