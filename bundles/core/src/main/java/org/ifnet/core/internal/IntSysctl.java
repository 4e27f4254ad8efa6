package org.ifnet.core.internal;

import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.control.Sysctl;
import org.jspecify.annotations.Nullable;

/** A whole number as a runtime value; read-only without a setter. */
record IntSysctl(
        String name,
        String description,
        int least,
        int most,
        IntSupplier getter,
        @Nullable IntConsumer setter) implements Sysctl {
    @Override
    public String get() {
        return Integer.toString(getter.getAsInt());
    }

    @Override
    public void set(String value) throws IfnetException {
        IntConsumer to = setter;
        if (to == null) {
            throw new IfnetException(Errno.EPERM, name + " is read-only");
        }
        to.accept(parse(value));
    }

    private int parse(String value) throws IfnetException {
        try {
            int number = Integer.parseInt(value.trim());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the same answer as a number out of range.
        }
        throw new IfnetException(
                Errno.EINVAL, name + ": '" + value + "' is not a number from " + least + " to " + most);
    }
}
