package org.ifnet.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.PrintStream;
import java.util.List;

import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.shell.ShellCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands as Gogo's own parser calls them, and what its line editor is told of them. */
class GogoTest {
    /** Prints its words; offers an option, two words, and a dashed word behind the first. */
    private static final ShellCommand WORDS = new ShellCommand() {
        @Override
        public String name() {
            return "words";
        }

        @Override
        public String description() {
            return "print words";
        }

        @Override
        public String usage() {
            return "usage: words WORD ...";
        }

        @Override
        public void run(List<String> args, PrintStream out) throws IfnetException {
            if (args.isEmpty()) {
                throw new CommandException("words", new IfnetException(Errno.EINVAL, "there are none"));
            }
            out.println(args);
        }

        @Override
        public List<String> complete(List<String> before, String prefix) {
            List<String> all = before.isEmpty()
                    ? List.of("-v", "--json", "add", "get", "net.a", "net.b", "kern.c")
                    : List.of("-net", "x");
            return all.stream().filter(word -> word.startsWith(prefix)).toList();
        }
    };

    private final ThreadIOImpl streams = new ThreadIOImpl();
    private final StringOut out = new StringOut();
    private final GogoCompletion completion = new GogoCompletion("ifnet", List.of(WORDS));
    private CommandProcessorImpl processor;
    private CommandSession session;

    @BeforeEach
    void start() {
        streams.start();
        processor = new CommandProcessorImpl(streams);
        processor.addCommand("ifnet", new GogoCommand(WORDS), "words");
        session = processor.createSession(new ByteArrayInputStream(new byte[0]), out.stream(), out.stream());
    }

    @AfterEach
    void stop() {
        session.close();
        processor.stop();
        streams.stop();
    }

    @Test
    void wordsArriveAsTheyWereTyped() throws Exception {
        session.execute("ifnet:words em0 mtu 1500 netmask 0xffffff00 fe80::1@lo0/64 'fe80::2%lo0' a.b=1 -arp null");
        assertEquals(
                "[em0, mtu, 1500, netmask, 0xffffff00, fe80::1@lo0/64, fe80::2%lo0, a.b=1, -arp, null]\n",
                out.toString());
    }

    @Test
    void anErrorIsItsOneLineEvenAsAString() {
        Exception failed = assertThrows(Exception.class, () -> session.execute("ifnet:words"));
        assertEquals("words: there are none", failed.toString());
        assertEquals("words: there are none", failed.getMessage());
    }

    @Test
    void theLineEditorIsToldOfOptionsOnceAndOfWordsByAnExpression() {
        String cursor = "($.commandLine words) ($.commandLine wordIndex)";
        assertEquals(
                List.of(
                        "complete -c ifnet:words -e",
                        "complete -c ifnet:words -d 'print words'",
                        "complete -c ifnet:words -l json -n 'ifnet:__offers " + cursor + " --json'",
                        "complete -c ifnet:words -s net -n 'ifnet:__offers " + cursor + " -net'",
                        "complete -c ifnet:words -s v -n 'ifnet:__offers " + cursor + " -v'",
                        "complete -c ifnet:words -a 'ifnet:__complete " + cursor + "'"),
                completion.programs());
    }

    @Test
    void whatCouldStandAtTheCursorDependsOnTheWordsBeforeIt() {
        assertEquals(
                List.of("-v", "--json", "add", "get", "net.a", "net.b", "kern.c"),
                completion.candidates(List.of(List.of("words", "a"), 1)));
        assertEquals(List.of("net.a", "net.b"), completion.candidates(List.of(List.of("words", "net.x"), 1)));
        assertEquals(List.of("-net", "x"), completion.candidates(List.of(List.of("ifnet:words", "add", ""), 2)));
        assertEquals(List.of(), completion.candidates(List.of(List.of("other", ""), 1)));
        assertEquals(List.of(), completion.candidates(List.of()));
        assertTrue(completion.offers(List.of(List.of("words", "add", "-"), 2, "-net")));
        assertFalse(completion.offers(List.of(List.of("words", "-"), 1, "-net")));
    }
}
