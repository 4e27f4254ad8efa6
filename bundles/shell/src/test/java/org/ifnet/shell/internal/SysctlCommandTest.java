package org.ifnet.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.control.Sysctl;
import org.ifnet.control.Sysctls;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SysctlCommandTest {
    private static final String FORWARDING = "net.inet.ip.forwarding";
    private final List<String> set = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final FakePlatform platform = new FakePlatform();
    private final SysctlCommand sysctl = new SysctlCommand(platform);
    private String value = "0";

    @BeforeEach
    void offerOneValue() {
        Sysctl node = new Sysctl() {
            @Override
            public String name() {
                return FORWARDING;
            }

            @Override
            public String description() {
                return "forward packets, 0 or 1";
            }

            @Override
            public String get() {
                return value;
            }

            @Override
            public void set(String text) {
                value = text;
            }
        };
        platform.sysctlService = new Sysctls() {
            @Override
            public List<Sysctl> list(String prefix) {
                asked.add(prefix);
                return FORWARDING.startsWith(prefix) ? List.of(node) : List.of();
            }

            @Override
            public Sysctl require(String name) throws IfnetException {
                if (!name.equals(FORWARDING)) {
                    throw new IfnetException(Errno.ENOENT, "unknown oid '" + name + "'");
                }
                return node;
            }

            @Override
            public void set(Credential who, String name, String text) throws IfnetException {
                require(name).set(text);
                set.add(name + "=" + text);
            }
        };
    }

    @Test
    void readsDescribesAndSets() throws IfnetException {
        assertEquals(FORWARDING + ": 0\n", platform.run(sysctl, "-a"));
        assertEquals(FORWARDING + ": 0\n", platform.run(sysctl, "net.inet"));
        assertEquals("0\n", platform.run(sysctl, "-n " + FORWARDING));
        assertEquals(FORWARDING + "\n", platform.run(sysctl, "-N"));
        assertEquals(FORWARDING + ": forward packets, 0 or 1\n", platform.run(sysctl, "-d " + FORWARDING));
        assertEquals(FORWARDING + ": 0 -> 1\n", platform.run(sysctl, FORWARDING + "=1"));
        assertEquals("", platform.run(sysctl, "-q " + FORWARDING + "=0"));
        assertEquals("0 -> 1\n", platform.run(sysctl, "-nw " + FORWARDING + "=1"));
        assertEquals(List.of(FORWARDING + "=1", FORWARDING + "=0", FORWARDING + "=1"), set);
    }

    @Test
    void showsTheSameForPrograms() throws IfnetException {
        String json =
                "[{\"name\":\"" + FORWARDING + "\",\"value\":\"0\",\"description\":\"forward packets, 0 or 1\"}]\n";
        assertEquals(json, platform.run(sysctl, "-aj"));
        assertEquals(json, platform.run(sysctl, "--json"));
        assertEquals(json, platform.run(sysctl, "-j net"));
        String hint = " ('sysctl --help' shows the usage)";
        assertEquals("sysctl: -j shows and does not set" + hint, platform.fail(sysctl, "-j " + FORWARDING + "=1"));
        assertEquals("sysctl: unexpected word net" + hint, platform.fail(sysctl, "-a net"));
        assertEquals(List.of(), set);
    }

    @Test
    void completesNamesOfTheBranchThatIsTyped() {
        assertEquals(List.of(FORWARDING), sysctl.complete(List.of(), "ne"));
        assertEquals(List.of(FORWARDING), sysctl.complete(List.of("-n"), "net.inet.ip.f"));
        assertEquals(List.of("", "net.inet.ip"), asked);
    }

    @Test
    void failsInOneLine() {
        assertEquals("sysctl: unknown oid 'net.x'", platform.fail(sysctl, "net.x"));
        assertEquals("sysctl: unknown oid 'net.x'", platform.fail(sysctl, "net.x=1"));
    }
}
