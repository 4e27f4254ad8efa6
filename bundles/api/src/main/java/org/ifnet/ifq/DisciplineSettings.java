package org.ifnet.ifq;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.ifnet.Errno;
import org.ifnet.IfnetException;

/**
 * Reads the settings of a discipline or class word by word, for authors of a {@link Discipline}: what is not a number, is out
 * of range, or was never asked for is refused with EINVAL and the words. One thread.
 */
public final class DisciplineSettings {
    private final String place;
    private final Map<String, String> words;
    private final Set<String> asked = new HashSet<>();

    /** @param place whose settings these are, for messages: "priq class voice" */
    public DisciplineSettings(String place, Map<String, String> words) {
        this.place = place;
        this.words = words;
    }

    /** Whether the word was given at all. */
    public boolean has(String word) {
        asked.add(word);
        return words.containsKey(word);
    }

    /** A word that has no value. */
    public boolean flag(String word) throws IfnetException {
        if (!has(word)) {
            return false;
        }
        if (!words.getOrDefault(word, "").isEmpty()) {
            throw bad(word, "takes no value");
        }
        return true;
    }

    public String text(String word, String otherwise) {
        asked.add(word);
        return words.getOrDefault(word, otherwise);
    }

    public int number(String word, int least, int most, int otherwise) throws IfnetException {
        return has(word) ? (int) inRange(word, parse(word, words.getOrDefault(word, "")), least, most) : otherwise;
    }

    /** Bits a second: a number with b, Kb, Mb or Gb behind it as pf.conf(5) has them, or a percentage of {@code whole}. */
    public long bandwidth(String word, long whole, long otherwise) throws IfnetException {
        if (!has(word)) {
            return otherwise;
        }
        String value = words.getOrDefault(word, "");
        if (value.endsWith("%")) {
            if (whole <= 0) {
                throw bad(word, "is a percentage, and the bandwidth of the interface is not known");
            }
            double percent = inRange(word, parse(word, value.substring(0, value.length() - 1)), 0, 100);
            return Math.round(whole / 100.0 * percent);
        }
        return bits(place + " " + word, value);
    }

    /** Bits a second: a number with b, Kb, Mb or Gb behind it, powers of a thousand; case does not matter. */
    public static long bits(String place, String value) throws IfnetException {
        String lower = value.toLowerCase(Locale.ROOT);
        String digits = lower.endsWith("bit") ? lower.substring(0, lower.length() - 2) : lower;
        digits = digits.endsWith("b") ? digits.substring(0, digits.length() - 1) : digits;
        long unit = 1;
        if (!digits.isEmpty() && "kmg".indexOf(digits.charAt(digits.length() - 1)) >= 0) {
            unit = (long) Math.pow(1000, "kmg".indexOf(digits.charAt(digits.length() - 1)) + 1);
            digits = digits.substring(0, digits.length() - 1);
        }
        try {
            double bits = Double.parseDouble(digits) * unit;
            if (bits >= 0 && bits <= 1e12) {
                return Math.round(bits);
            }
        } catch (NumberFormatException e) {
            // refused below, like a number out of range
        }
        throw new IfnetException(Errno.EINVAL, place + ": '" + value + "' is not a bandwidth of 0 to 1000Gb");
    }

    /** Nanoseconds: a number with ns, us, ms or s behind it; a bare number is milliseconds. */
    public long duration(String word, long least, long most, long otherwise) throws IfnetException {
        if (!has(word)) {
            return otherwise;
        }
        String value = words.getOrDefault(word, "").toLowerCase(Locale.ROOT);
        String[] units = {"ns", "us", "ms", "s"};
        long[] nanos = {1, 1000, 1_000_000, 1_000_000_000};
        for (int i = 0; i < units.length; i++) {
            if (value.endsWith(units[i])) {
                double n = parse(word, value.substring(0, value.length() - units[i].length()));
                return (long) inRange(word, n * nanos[i], least, most);
            }
        }
        return (long) inRange(word, parse(word, value) * 1_000_000, least, most);
    }

    /** Refuses what nobody has asked for. */
    public void done() throws IfnetException {
        for (String word : words.keySet()) {
            if (!asked.contains(word)) {
                throw bad(word, "is not known here");
            }
        }
    }

    private double parse(String word, String value) throws IfnetException {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw bad(word, "is '" + value + "', not a number");
        }
    }

    private double inRange(String word, double value, double least, double most) throws IfnetException {
        if (value >= least && value <= most) {
            return value;
        }
        throw bad(word, "is " + words.get(word) + ", not " + text(least) + " to " + text(most));
    }

    private static String text(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** EINVAL about that word. */
    public IfnetException bad(String word, String what) {
        return new IfnetException(Errno.EINVAL, place + ": " + word + " " + what);
    }
}
