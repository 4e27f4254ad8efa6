package org.ifnet.shell.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.ifnet.shell.ShellCommand;

/**
 * Completion for the line editor of gogo.jline, which knows of a command only what {@code complete} was told: its options
 * as fixed words, and an expression to evaluate for all others. The shell's profile evaluates {@link #programs} once.
 */
final class GogoCompletion {
    private static final String CURSOR = "($.commandLine words) ($.commandLine wordIndex)";

    /** A command with more first words has no verbs there but names, for all of which the "x" stands. */
    private static final int MOST_VERBS = 100;

    private final String scope;
    private final List<ShellCommand> commands;

    GogoCompletion(String scope, List<ShellCommand> commands) {
        this.scope = scope;
        this.commands = commands;
    }

    /** Lines of Gogo that declare every command's completion. */
    List<String> programs() {
        List<String> lines = new ArrayList<>();
        for (ShellCommand command : commands) {
            String declare = "complete -c " + scope + ":" + command.name() + " ";
            lines.add(declare + "-e");
            lines.add(declare + "-d '" + command.description() + "'");
            for (String option : options(command)) {
                String word = option.startsWith("--") ? "-l " + option.substring(2) : "-s " + option.substring(1);
                lines.add(declare + word + " -n '" + scope + ":__offers " + CURSOR + " " + option + "'");
            }
            lines.add(declare + "-a '" + scope + ":__complete " + CURSOR + "'");
        }
        return lines;
    }

    /** Every word with a dash that may stand directly behind the command or behind its first word. */
    private static Set<String> options(ShellCommand command) {
        Set<String> options = new TreeSet<>(command.complete(List.of(), "-"));
        options.addAll(command.complete(List.of("x"), "-"));
        List<String> first = command.complete(List.of(), "");
        if (first.size() <= MOST_VERBS) {
            first.forEach(word -> options.addAll(command.complete(List.of(word), "-")));
        }
        return options;
    }

    /**
     * What could stand at the cursor.
     *
     * @param arguments the words of the line, the command's name first, and the index of the word at the cursor
     */
    List<String> candidates(List<Object> arguments) {
        // The editor itself chooses those that fit what is typed, by rules of its own; but of a tree of names only the
        // branch that is typed matters.
        String typed = arguments.size() == 2 ? typed(arguments.get(0), arguments.get(1)) : "";
        return candidates(arguments, typed.substring(0, typed.lastIndexOf('.') + 1));
    }

    private static String typed(Object line, Object index) {
        boolean known = line instanceof List<?> words
                && index instanceof Number at
                && at.intValue() >= 0
                && at.intValue() < words.size();
        return known ? String.valueOf(((List<?>) line).get(((Number) index).intValue())) : "";
    }

    /** Whether an option, the third argument, could stand at the cursor. */
    boolean offers(List<Object> arguments) {
        return arguments.size() == 3
                && candidates(arguments.subList(0, 2), "-").contains(String.valueOf(arguments.get(2)));
    }

    private List<String> candidates(List<Object> arguments, String prefix) {
        if (arguments.size() != 2
                || !(arguments.get(0) instanceof List<?> line)
                || !(arguments.get(1) instanceof Number index)) {
            return List.of();
        }
        List<String> words = line.stream().map(String::valueOf).toList();
        int at = index.intValue();
        if (at < 1 || at > words.size()) {
            return List.of();
        }
        String name = words.get(0).substring(words.get(0).indexOf(':') + 1);
        for (ShellCommand command : commands) {
            if (command.name().equals(name)) {
                return command.complete(words.subList(1, at), prefix);
            }
        }
        return List.of();
    }
}
