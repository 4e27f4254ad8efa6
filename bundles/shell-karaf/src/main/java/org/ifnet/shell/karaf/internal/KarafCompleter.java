package org.ifnet.shell.karaf.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.karaf.shell.api.console.Candidate;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.ifnet.shell.ShellCommand;

/** Completes one command: its name at the beginning of the line, then whatever the command says. */
final class KarafCompleter implements Completer {
    private final ShellCommand command;
    private final boolean scoped;

    /** @param scoped inside the scope's own sub-shell, where the name stands alone */
    KarafCompleter(ShellCommand command, boolean scoped) {
        this.command = command;
        this.scoped = scoped;
    }

    @Override
    public void completeCandidates(Session session, CommandLine line, List<Candidate> candidates) {
        String full = KarafCommand.SCOPE + ":" + command.name();
        int cursor = line.getCursorArgumentIndex();
        String[] words = line.getArguments();
        if (cursor == 0) {
            if (!scoped) {
                candidates.add(named(full, full));
            }
            candidates.add(named(command.name(), full));
        } else if (full.equals(session.resolveCommand(words[0]))) {
            List<String> before = Arrays.asList(words).subList(1, cursor);
            String word = line.getCursorArgument() == null ? "" : line.getCursorArgument();
            String prefix = word.substring(0, Math.min(word.length(), line.getArgumentPosition()));
            command.complete(before, prefix).forEach(each -> candidates.add(new Candidate(each, true)));
        }
    }

    /** Names with one key stand for one thing, so that its description is shown once. */
    private Candidate named(String name, String key) {
        return new Candidate(name, name, null, command.description(), null, key, true);
    }

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<Candidate> found = new ArrayList<>();
        completeCandidates(session, line, found);
        found.forEach(candidate -> candidates.add(candidate.value()));
        return 0;
    }
}
