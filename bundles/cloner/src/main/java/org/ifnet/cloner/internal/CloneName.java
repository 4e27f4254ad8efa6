package org.ifnet.cloner.internal;

import org.ifnet.Errno;
import org.ifnet.IfnetException;

/**
 * What somebody asks to be created: the prefix of a cloner, and a unit or {@link #ANY}.
 *
 * @param unit 0 or more, or ANY for the lowest free one
 */
record CloneName(String prefix, int unit) {
    static final int ANY = -1;
    /** IF_MAXUNIT. */
    static final int MAX_UNIT = 0x7fff;
    /** Of the name of an interface: IFNAMSIZ without the end of a string in C. */
    private static final int MAX_LENGTH = 15;

    /** {@code tap} or {@code tap7}. EINVAL for anything else: a unit has no leading zero and fits an int. */
    static CloneName parse(String name) throws IfnetException {
        int letters = 0;
        while (letters < name.length() && isLetter(name.charAt(letters))) {
            letters++;
        }
        String prefix = name.substring(0, letters);
        String digits = name.substring(letters);
        if (prefix.isEmpty()) {
            throw new IfnetException(Errno.EINVAL, "no cloner for " + name);
        }
        return new CloneName(prefix, digits.isEmpty() ? ANY : unit(name, digits));
    }

    /** A name that was chosen for somebody must fit: ENOSPC, because no other choice fits better. */
    static void checkLength(String name) throws IfnetException {
        if (name.length() > MAX_LENGTH) {
            throw new IfnetException(
                    Errno.ENOSPC, "no unit is left: " + name + " is longer than " + MAX_LENGTH + " characters");
        }
    }

    static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static int unit(String name, String digits) throws IfnetException {
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IfnetException(Errno.EINVAL, "bad unit in " + name + ": only digits may follow the letters");
        }
        if (digits.length() > 1 && digits.charAt(0) == '0') {
            throw new IfnetException(Errno.EINVAL, "bad unit in " + name + ": leading zero");
        }
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw new IfnetException(Errno.EINVAL, "bad unit in " + name + ": too large", e);
        }
    }
}
