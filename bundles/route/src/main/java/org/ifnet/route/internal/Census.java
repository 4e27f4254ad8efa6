package org.ifnet.route.internal;

import java.util.List;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.control.Sysctl;

/**
 * How many addresses of protocols live now (reference 1.20): what a test of leaks looks at. Link-level addresses live and
 * end with their interfaces, which core counts. Shown in debug mode, system property {@code ifnet.debug} or {@code
 * ifnet.mbuf.debug}. Any thread.
 */
record Census(AddressBook book) implements Sysctl {
    private static final boolean DEBUG = Boolean.getBoolean("ifnet.debug") || Boolean.getBoolean("ifnet.mbuf.debug");

    /** The counts to show, none outside debug mode. */
    static List<Sysctl> of(AddressBook book) {
        return DEBUG ? List.of(new Census(book)) : List.of();
    }

    @Override
    public String name() {
        return "debug.ifnet.ifaddrs";
    }

    @Override
    public String description() {
        return "live addresses of protocols";
    }

    @Override
    public String get() {
        return Integer.toString(book.size());
    }

    @Override
    public void set(String value) throws IfnetException {
        throw new IfnetException(Errno.EPERM, name() + " is read-only");
    }
}
