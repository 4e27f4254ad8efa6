package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.List;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Process;
import org.ifnet.shell.ShellCommand;

/** A command as Gogo calls it. */
final class GogoCommand implements Function {
    private final ShellCommand command;

    GogoCommand(ShellCommand command) {
        this.command = command;
    }

    @Override
    public Object execute(CommandSession session, List<Object> arguments) throws Exception {
        // The process has the streams of a pipe; without one the session's own are meant.
        Process process = Process.Utils.current();
        PrintStream out = process == null ? session.getConsole() : process.out();
        // Gogo turns words that look like numbers or booleans into such objects, and "null" into null.
        try {
            command.run(arguments.stream().map(String::valueOf).toList(), out);
        } finally {
            // What a command printed before it failed stands before the line that says so.
            out.flush();
        }
        return null;
    }
}
