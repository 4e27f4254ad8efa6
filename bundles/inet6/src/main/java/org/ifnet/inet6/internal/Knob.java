package org.ifnet.inet6.internal;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.control.Sysctl;

/** A whole number that an administrator may change while packets read it. */
final class Knob implements Sysctl {
    private final String name;
    private final String description;
    private final int least;
    private final int most;
    private volatile int value;

    /** Told of each new value, on the thread that sets it. */
    volatile Runnable changed = () -> {};

    Knob(String name, int initial, int least, int most, String description) {
        this.name = name;
        this.value = initial;
        this.least = least;
        this.most = most;
        this.description = description + " (" + least + " to " + most + ")";
    }

    int value() {
        return value;
    }

    boolean isOn() {
        return value != 0;
    }

    /** The value in seconds as nanoseconds. */
    long seconds() {
        return value * 1_000_000_000L;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public String get() {
        return Integer.toString(value);
    }

    @Override
    public void set(String text) throws IfnetException {
        try {
            int number = Integer.parseInt(text.trim());
            if (number >= least && number <= most) {
                value = number;
                changed.run();
                return;
            }
        } catch (NumberFormatException e) {
            // Answered below, like a number out of range.
        }
        throw new IfnetException(Errno.EINVAL, name + ": '" + text + "' is not a number from " + least + " to " + most);
    }
}
