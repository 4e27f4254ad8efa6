package org.ifnet.shell.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.jspecify.annotations.Nullable;

/**
 * The options in front of a command's words, as getopt(3) reads them: {@code -rn} is {@code -r -n}, {@code -c3} is
 * {@code -c 3}, and {@code --} or the first other word ends them. Long options are whole words.
 */
final class Options {
    private final Map<String, String> given = new HashMap<>();
    private final List<String> rest;

    private Options(List<String> rest) {
        this.rest = rest;
    }

    /**
     * Reads the options.
     *
     * @param known such as {@code -a}, {@code --json}, and with a value {@code -c:}
     */
    static Options parse(String command, Set<String> known, List<String> args) throws IfnetException {
        List<String> rest = new ArrayList<>(args);
        Options options = new Options(rest);
        while (!rest.isEmpty() && rest.get(0).length() > 1 && rest.get(0).startsWith("-")) {
            String word = rest.remove(0);
            if (word.equals("--")) {
                break;
            }
            if (word.startsWith("--")) {
                options.take(command, known, word, "");
            } else {
                options.cluster(command, known, word);
            }
        }
        return options;
    }

    private void cluster(String command, Set<String> known, String word) throws IfnetException {
        for (int i = 1; i < word.length(); i++) {
            String option = "-" + word.charAt(i);
            if (take(command, known, option, word.substring(i + 1))) {
                return;
            }
        }
    }

    /** Notes one option; true when it used up what was attached to it. */
    private boolean take(String command, Set<String> known, String option, String attached) throws IfnetException {
        if (known.contains(option)) {
            given.put(option, "");
            return false;
        }
        if (!known.contains(option + ":")) {
            throw misuse(command, "unknown option " + option);
        }
        if (!attached.isEmpty()) {
            given.put(option, attached);
        } else if (rest.isEmpty()) {
            throw misuse(command, "option " + option + " needs a value");
        } else {
            given.put(option, rest.remove(0));
        }
        return true;
    }

    static IfnetException misuse(String command, String what) {
        return new IfnetException(Errno.EINVAL, what + " ('" + command + " --help' shows the usage)");
    }

    boolean has(String option) {
        return given.containsKey(option);
    }

    /** The value of an option, null when it was not given. */
    @Nullable
    String value(String option) {
        return given.get(option);
    }

    /** A whole number, or {@code otherwise} when the option was not given. */
    int number(String option, int otherwise, int least, int most) throws IfnetException {
        String text = given.get(option);
        return text == null ? otherwise : number("option " + option, text, least, most);
    }

    /** Seconds, maybe with a fraction, as nanoseconds. */
    long seconds(String option, long otherwise) throws IfnetException {
        String text = given.get(option);
        if (text == null) {
            return otherwise;
        }
        try {
            double seconds = Double.parseDouble(text);
            if (seconds >= 0 && seconds <= Integer.MAX_VALUE) {
                return (long) (seconds * 1e9);
            }
        } catch (NumberFormatException e) {
            // Said below, together with what is no time at all.
        }
        throw new IfnetException(Errno.EINVAL, "bad value for option " + option + ": " + text);
    }

    static int number(String what, String text, int least, int most) throws IfnetException {
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            String range = most == Integer.MAX_VALUE ? "" : " (" + least + " to " + most + ")";
            throw new IfnetException(Errno.EINVAL, "bad value for " + what + ": " + text + range);
        }
        return Integer.parseInt(text);
    }

    /** The words behind the options. */
    List<String> rest() {
        return List.copyOf(rest);
    }
}
