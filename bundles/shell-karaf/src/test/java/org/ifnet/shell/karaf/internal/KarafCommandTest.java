package org.ifnet.shell.karaf.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.apache.karaf.shell.support.CommandException;
import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.shell.ShellCommand;
import org.junit.jupiter.api.Test;

class KarafCommandTest {
    /** Prints its words, and fails when there are none. */
    private static final ShellCommand ECHO = new ShellCommand() {
        @Override
        public String name() {
            return "echo";
        }

        @Override
        public String description() {
            return "prints its words";
        }

        @Override
        public String usage() {
            return "usage: echo WORD ...";
        }

        @Override
        public void run(List<String> args, PrintStream out) throws IfnetException {
            if (args.isEmpty()) {
                throw new IfnetException(Errno.EINVAL, "echo: nothing to print");
            }
            out.println(args);
        }

        @Override
        public List<String> complete(List<String> before, String prefix) {
            return List.of(before + "|" + prefix);
        }
    };

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Session session = fake(Session.class, (name, args) -> switch (name) {
        case "getConsole" -> new PrintStream(printed, true);
        case "resolveCommand" -> "ifnet:" + args[0];
        default -> null;
    });

    private interface Answers {
        Object to(String method, Object[] args);
    }

    private static <T> T fake(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, args) -> answers.to(method.getName(), args)));
    }

    private List<String> complete(boolean scoped, int cursor, int position, String... words) {
        CommandLine line = fake(CommandLine.class, (name, args) -> switch (name) {
            case "getCursorArgumentIndex" -> cursor;
            case "getArgumentPosition" -> position;
            case "getCursorArgument" -> words[cursor];
            case "getArguments" -> words;
            default -> null;
        });
        List<String> candidates = new ArrayList<>();
        new KarafCommand(ECHO).getCompleter(scoped).complete(session, line, candidates);
        return candidates;
    }

    @Test
    void passesWordsAsTheyWereTyped() throws Exception {
        new KarafCommand(ECHO).execute(session, List.of("-c", 3L, "192.0.2.1"));
        assertEquals("[-c, 3, 192.0.2.1]\n", printed.toString());
    }

    @Test
    void showsAnErrorAsItsOneLine() {
        CommandException failed =
                assertThrows(CommandException.class, () -> new KarafCommand(ECHO).execute(session, List.of()));
        assertEquals("echo: nothing to print", failed.getNiceHelp());
        assertEquals("echo: nothing to print", failed.getMessage());
    }

    @Test
    void completesTheNameAndThenAsksTheCommand() {
        assertEquals(List.of("ifnet:echo", "echo"), complete(false, 0, 1, "e"));
        assertEquals(List.of("echo"), complete(true, 0, 1, "e"));
        assertEquals(List.of("[]|"), complete(false, 1, 0, "echo", ""));
        assertEquals(List.of("[em0]|in"), complete(false, 2, 2, "echo", "em0", "inet"));
        assertEquals(List.of(), complete(false, 1, 0, "other", ""));
    }

    @Test
    void keepsWhatIsThereInTheConsole() {
        List<Object> known = new ArrayList<>();
        Registry registry = fake(Registry.class, (name, args) -> {
            if (name.equals("register")) {
                known.add(args[0]);
            } else {
                known.remove(args[0]);
            }
            return null;
        });
        KarafComponent component = new KarafComponent(fake(SessionFactory.class, (name, args) -> registry));
        component.bindCommand(ECHO);
        assertEquals("echo", ((Command) known.get(0)).getName());
        component.unbindCommand(ECHO);
        assertEquals(List.of(), known);
    }
}
