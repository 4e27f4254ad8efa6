package org.ifnet.shell.karaf.internal;

import java.io.PrintStream;
import java.util.List;

import org.apache.felix.service.command.Process;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Parser;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.ifnet.IfnetException;
import org.ifnet.shell.ShellCommand;
import org.jspecify.annotations.Nullable;

/** A command as Karaf's console calls it. */
final class KarafCommand implements Command {
    /** The same scope as in Gogo, so that a script runs in both. */
    static final String SCOPE = "ifnet";

    private final ShellCommand command;

    KarafCommand(ShellCommand command) {
        this.command = command;
    }

    @Override
    public String getScope() {
        return SCOPE;
    }

    @Override
    public String getName() {
        return command.name();
    }

    @Override
    public String getDescription() {
        return command.description();
    }

    @Override
    public Completer getCompleter(boolean scoped) {
        return new KarafCompleter(command, scoped);
    }

    @Override
    public @Nullable Parser getParser() {
        return null;
    }

    @Override
    public @Nullable Object execute(Session session, List<Object> arguments) throws Exception {
        // The process has the streams of a pipe; without one the session's own are meant.
        Process process = Process.Utils.current();
        PrintStream out = process == null ? session.getConsole() : process.out();
        try {
            command.run(arguments.stream().map(String::valueOf).toList(), out);
        } catch (IfnetException e) {
            // Of all exceptions only this one is shown without words of Karaf's own: its "nice help" is our line.
            throw new CommandException(e.getMessage(), e.getMessage(), e);
        } finally {
            out.flush();
        }
        return null;
    }
}
