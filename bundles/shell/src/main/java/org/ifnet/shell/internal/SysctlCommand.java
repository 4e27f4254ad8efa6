package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.ifnet.IfnetException;
import org.ifnet.control.Sysctl;
import org.ifnet.control.Sysctls;

/** sysctl(8): reads and sets runtime values. */
final class SysctlCommand extends Verb {
    private static final String USAGE = """
            usage: sysctl [-dnN] [-a | NAME ...]
                   sysctl [-nq] NAME=VALUE ...
            -a all (also without words), -d describe, -n values only, -N names only, -q quiet""";

    SysctlCommand(Platform platform) {
        super(platform, "sysctl", "read and set runtime values", USAGE);
    }

    @Override
    void execute(List<String> args, PrintStream out) throws IfnetException {
        Options options = Options.parse(name(), Set.of("-a", "-d", "-n", "-N", "-q"), args);
        Sysctls sysctls = platform.sysctls();
        if (options.rest().isEmpty()) {
            print(sysctls.list(""), options, out);
            return;
        }
        for (String word : options.rest()) {
            int equals = word.indexOf('=');
            if (equals >= 0) {
                set(sysctls, word.substring(0, equals), word.substring(equals + 1), options, out);
            } else {
                List<Sysctl> found = sysctls.list(word);
                // Only the look-up of one name knows how to say that there is none.
                print(found.isEmpty() ? List.of(sysctls.require(word)) : found, options, out);
            }
        }
    }

    private static void print(List<Sysctl> values, Options options, PrintStream out) {
        for (Sysctl value : values) {
            if (options.has("-N")) {
                out.println(value.name());
            } else {
                String text = options.has("-d") ? value.description() : value.get();
                out.println(options.has("-n") ? text : value.name() + ": " + text);
            }
        }
    }

    private void set(Sysctls sysctls, String name, String value, Options options, PrintStream out)
            throws IfnetException {
        Sysctl node = sysctls.require(name);
        String old = node.get();
        sysctls.set(platform.who(), name, value);
        if (!options.has("-q")) {
            out.println((options.has("-n") ? "" : name + ": ") + old + " -> " + node.get());
        }
    }

    @Override
    Collection<String> candidates(List<String> before, String prefix) {
        if (prefix.startsWith("-")) {
            return List.of("-a", "-d", "-n", "-N", "-q");
        }
        try {
            return platform.sysctls().list("").stream().map(Sysctl::name).toList();
        } catch (IfnetException e) {
            return List.of();
        }
    }
}
