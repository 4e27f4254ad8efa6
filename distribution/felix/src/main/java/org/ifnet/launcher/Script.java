package org.ifnet.launcher;

import java.io.PrintStream;
import java.util.List;

/** A file of commands, executed line by line up to the first that fails. */
final class Script {

    /** Asked at the end, where it exists: it throws when the script left something unfinished behind. */
    private static final String END = "ifnet:run-end";

    private final String name;
    private final List<String> lines;
    private final GogoSession session;

    Script(String name, List<String> lines, GogoSession session) {
        this.name = name;
        this.lines = lines;
        this.session = session;
    }

    /** Returns whether every command succeeded; the one that did not has been named on {@code err}. */
    boolean run(PrintStream err) {
        StringBuilder program = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (program.length() == 0 && (line.isBlank() || line.stripLeading().startsWith("#"))) {
                continue;
            }
            program.append(line).append('\n');
            try {
                session.execute(program.toString());
                program.setLength(0);
            } catch (Throwable t) {
                if (isOpen(t) && i + 1 < lines.size()) {
                    continue;
                }
                err.println(describe(program.toString(), t) + " [" + name + ":" + (i + 1) + "]");
                return false;
            }
        }
        try {
            if (session.knows(END)) {
                session.execute(END);
            }
            return true;
        } catch (Throwable t) {
            err.println(describe("run", t) + " [" + name + ", at its end]");
            return false;
        }
    }

    /** Whether this is Gogo's parser saying that a brace or a quote is still open: the command goes on in the next line. */
    private static boolean isOpen(Throwable t) {
        return t.getCause() != null && t.getCause().getClass().getSimpleName().equals("EOFError");
    }

    /** One line, "name: message". Commands name themselves in their message; for others the name is the first word. */
    static String describe(String program, Throwable t) {
        String message = t.getMessage() == null ? t.toString() : t.getMessage();
        message = message.strip().replaceAll("\\s*\\R\\s*", " ");
        if (t.getClass().getSimpleName().equals("CommandNotFoundException")) {
            String command = message.substring(message.indexOf(": ") + 2);
            return command + ": command not found";
        }
        String word = program.strip().split("\\s+", 2)[0];
        String command = word.substring(word.indexOf(':') + 1);
        return message.startsWith(command + ": ") ? message : command + ": " + message;
    }
}
