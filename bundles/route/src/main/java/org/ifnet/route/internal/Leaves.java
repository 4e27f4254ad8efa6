package org.ifnet.route.internal;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Numbers of hops in a row; in two bytes each as long as that is enough. One thread writes, each once, and then publishes what
 * leads there.
 */
final class Leaves {
    private final char @Nullable [] narrow;
    private final int[] wide;

    private Leaves(char @Nullable [] narrow, int[] wide) {
        this.narrow = narrow;
        this.wide = wide;
    }

    /** Room for {@code length} of them, the first {@code count} those of {@code values}. */
    static Leaves of(int[] values, int count, int length, int largest) {
        if (largest > Character.MAX_VALUE) {
            return new Leaves(null, Arrays.copyOf(values, length));
        }
        char[] chars = new char[length];
        for (int i = 0; i < count; i++) {
            chars[i] = (char) values[i];
        }
        return new Leaves(chars, new int[0]);
    }

    char @Nullable [] narrow() {
        return narrow;
    }

    int get(int index) {
        return narrow != null ? narrow[index] : wide[index];
    }

    void set(int index, int value) {
        if (narrow != null) {
            narrow[index] = (char) value;
        } else {
            wide[index] = value;
        }
    }

    int length() {
        return narrow != null ? narrow.length : wide.length;
    }

    long bytes() {
        return narrow != null ? 2L * narrow.length : 4L * wide.length;
    }
}
