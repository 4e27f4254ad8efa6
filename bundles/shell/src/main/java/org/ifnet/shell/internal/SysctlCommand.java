package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.ifnet.IfnetException;
import org.ifnet.control.Sysctl;
import org.ifnet.control.Sysctls;

/** sysctl(8): reads and sets runtime values. */
final class SysctlCommand extends Verb {
    private static final String USAGE = """
            usage: sysctl [-djnN] [-a | NAME ...]
                   sysctl [-nqw] NAME=VALUE ...
            -a all (also without words), -d describe, -j for programs, -n values only, -N names only, -q quiet.
            NAME may be a branch: all values below it""";

    SysctlCommand(Platform platform) {
        super(platform, "sysctl", "read and set runtime values", USAGE);
    }

    @Override
    void execute(List<String> args, PrintStream out) throws IfnetException {
        Options options = Options.parse(name(), Set.of("-a", "-d", "-j", "--json", "-n", "-N", "-q", "-w"), args);
        Sysctls sysctls = platform.sysctls();
        if (options.has("-a") || options.rest().isEmpty()) {
            if (!options.rest().isEmpty()) {
                throw misuse("unexpected word " + options.rest().get(0));
            }
            print(sysctls.list(""), options, out);
            return;
        }
        if (options.has("-j") || options.has("--json")) {
            json(sysctls, options.rest(), out);
            return;
        }
        for (String word : options.rest()) {
            int equals = word.indexOf('=');
            if (equals >= 0) {
                set(sysctls, word.substring(0, equals), word.substring(equals + 1), options, out);
            } else {
                print(find(sysctls, word), options, out);
            }
        }
    }

    private static List<Sysctl> find(Sysctls sysctls, String name) throws IfnetException {
        List<Sysctl> found = sysctls.list(name);
        // Only the look-up of one name knows how to say that there is none.
        return found.isEmpty() ? List.of(sysctls.require(name)) : found;
    }

    private void json(Sysctls sysctls, List<String> words, PrintStream out) throws IfnetException {
        List<Sysctl> all = new ArrayList<>();
        for (String word : words) {
            if (word.indexOf('=') >= 0) {
                throw misuse("-j shows and does not set");
            }
            all.addAll(find(sysctls, word));
        }
        out.println(json(all));
    }

    private static String json(List<Sysctl> values) {
        Json json = new Json().openList();
        for (Sysctl value : values) {
            json.open().field("name", value.name()).field("value", value.get());
            json.field("description", value.description()).close();
        }
        return json.closeList().toString();
    }

    private static void print(List<Sysctl> values, Options options, PrintStream out) {
        if (options.has("-j") || options.has("--json")) {
            out.println(json(values));
            return;
        }
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
            return List.of("-a", "-d", "--json", "-n", "-N", "-q");
        }
        try {
            // Only the branch that was typed: a tree with a branch an interface can be large.
            String branch = prefix.substring(0, Math.max(0, prefix.lastIndexOf('.')));
            return platform.sysctls().list(branch).stream().map(Sysctl::name).toList();
        } catch (IfnetException e) {
            return List.of();
        }
    }
}
