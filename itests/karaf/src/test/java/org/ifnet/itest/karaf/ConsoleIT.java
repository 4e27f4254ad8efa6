package org.ifnet.itest.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;

import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.ShellUtil;
import org.apache.karaf.shell.support.parsing.DefaultParser;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;

/** The commands in Karaf's console. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ConsoleIT {

    @Inject
    private FeaturesService features;

    @Inject
    private SessionFactory sessions;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Session session;

    @Configuration
    public Option[] configuration() {
        return new Option[] {IfnetKaraf.options()};
    }

    @Before
    public void openAConsole() throws Exception {
        features.addRepository(URI.create(IfnetKaraf.features()));
        features.installFeature("ifnet");
        PrintStream stream = new PrintStream(out, true);
        session = sessions.create(new ByteArrayInputStream(new byte[0]), stream, stream);
    }

    private String execute(String line) throws Exception {
        out.reset();
        session.execute(line);
        return out.toString();
    }

    @Test
    public void executesCommandsByTheirNameAlone() throws Exception {
        execute("ifconfig lo0 127.0.0.1/8");
        String shown = execute("ifnet:ifconfig lo0");
        assertTrue(shown, shown.startsWith("lo0: flags=8049<UP,LOOPBACK,RUNNING,MULTICAST>"));
        String pinged = execute("ping -c 3 -i 0.01 127.0.0.1");
        assertTrue(pinged, pinged.contains("3 packets transmitted, 3 packets received, 0.0% packet loss"));
        assertEquals("lo0\n", execute("ifconfig -l | cat"));
    }

    @Test
    public void administersInterfaces() throws Exception {
        assertEquals("epair7a\n", execute("ifconfig epair7 create metric 3 mtu 1400 up"));
        execute("ifconfig epair7a name wan");
        String shown = execute("ifconfig wan");
        assertTrue(
                shown, shown.startsWith("wan: flags=8843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST> metric 3 mtu 1400\n"));
        String json = execute("ifconfig -j wan");
        assertTrue(json, json.startsWith("[{\"name\":\"wan\",") && json.contains("\"metric\":3"));
        String table = execute("netstat -i -I wan");
        assertTrue(table, table.contains("\nwan     1400  <Link#"));
        execute("ifconfig wan epair7b destroy");
        assertEquals("lo0\n", execute("ifconfig -l | cat"));
    }

    @Test
    public void showsAnErrorAsTheCommandsOwnLine() {
        CommandException failed = assertThrows(CommandException.class, () -> execute("ifconfig em9"));
        assertEquals("ifconfig: interface em9 does not exist", failed.getMessage());
        out.reset();
        ShellUtil.logException(session, failed);
        assertEquals("ifconfig: interface em9 does not exist\n", out.toString());
    }

    @Test
    public void hasEachCommandOnceAndCompletesIt() {
        List<Command> ours = sessions.getRegistry().getCommands().stream()
                .filter(command -> command.getScope().equals("ifnet"))
                .toList();
        assertEquals(
                List.of(
                        "arp",
                        "ifconfig",
                        "ifq",
                        "ndp",
                        "netstat",
                        "ping",
                        "ping6",
                        "route",
                        "sysctl",
                        "traceroute",
                        "traceroute6"),
                ours.stream().map(Command::getName).sorted().toList());
        assertEquals(List.of("lo", "lo0"), complete("ifconfig lo"));
        assertEquals(List.of("inet", "inet6", "instance"), complete("ifconfig lo0 in"));
        assertEquals(List.of("-rss", "-rxcsum"), complete("ifconfig lo0 up -r"));
        assertEquals(List.of("inet:cidr"), complete("ifconfig -f inet:c"));
        assertEquals(List.of("net.inet.ip.forwarding"), complete("sysctl net.inet.ip.f"));
        assertEquals(List.of("--join"), complete("ping --j"));
    }

    private List<String> complete(String line) {
        String name = line.substring(0, line.indexOf(' '));
        List<String> candidates = new ArrayList<>();
        sessions.getRegistry()
                .getCommand("ifnet", name)
                .getCompleter(false)
                .complete(session, new DefaultParser().parse(session, line, line.length()), candidates);
        return candidates;
    }
}
