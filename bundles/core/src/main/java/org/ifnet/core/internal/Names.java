package org.ifnet.core.internal;

import java.util.regex.Pattern;

import org.ifnet.Errno;
import org.ifnet.IfnetException;

/** What is a name of an interface: the same for attach, create and rename (reference 1.16). */
final class Names {
    /** IFNAMSIZ without the terminating zero of C: what the tools of the host can show. */
    static final int MAX = 15;

    private static final Pattern VALID = Pattern.compile("[A-Za-z][A-Za-z0-9._-]*");

    private Names() {}

    static void check(String name) throws IfnetException {
        if (name.length() > MAX) {
            throw new IfnetException(
                    Errno.ENAMETOOLONG, "interface name '" + name + "' is longer than " + MAX + " characters");
        }
        if (!VALID.matcher(name).matches()) {
            throw new IfnetException(
                    Errno.EINVAL,
                    "'" + name + "' is not an interface name: a letter, then letters, digits, '.', '_' or '-'");
        }
    }
}
