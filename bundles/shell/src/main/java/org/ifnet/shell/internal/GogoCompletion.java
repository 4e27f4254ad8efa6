package org.ifnet.shell.internal;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.shell.ShellCommand;

/**
 * Completion for the line editor of gogo.jline, which knows of a command only what {@code complete} was told: its options
 * as fixed words, and an expression to evaluate for all others. The shell's profile evaluates {@link #programs} once.
 */
final class GogoCompletion {
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
            for (String option : command.complete(List.of(), "-")) {
                lines.add(declare
                        + (option.startsWith("--") ? "-l " + option.substring(2) : "-s " + option.substring(1)));
            }
            lines.add(declare + "-a '" + scope + ":__complete ($.commandLine words) ($.commandLine wordIndex)'");
        }
        return lines;
    }

    /**
     * What could stand at the cursor.
     *
     * @param arguments the words of the line, the command's name first, and the index of the word at the cursor
     */
    List<String> candidates(List<Object> arguments) {
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
                // The editor itself chooses those that fit what is typed, by rules of its own.
                return command.complete(words.subList(1, at), "");
            }
        }
        return List.of();
    }
}
