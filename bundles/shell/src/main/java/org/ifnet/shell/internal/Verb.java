package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.shell.ShellCommand;

/** What our commands have in common: {@code --help}, the name in front of every error, live names for completion. */
abstract class Verb implements ShellCommand {
    final Platform platform;
    private final String name;
    private final String description;
    private final String usage;

    Verb(Platform platform, String name, String description, String usage) {
        this.platform = platform;
        this.name = name;
        this.description = description;
        this.usage = usage;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String description() {
        return description;
    }

    @Override
    public final String usage() {
        return usage;
    }

    @Override
    public final void run(List<String> args, PrintStream out) throws IfnetException {
        if (args.equals(List.of("--help"))) {
            out.println(usage);
            return;
        }
        try {
            execute(args, out);
        } catch (IfnetException e) {
            throw new CommandException(name, e);
        } catch (IllegalArgumentException e) {
            // The values of the API refuse bad text this way, and say what was wrong with it.
            throw new CommandException(name, new IfnetException(Errno.EINVAL, String.valueOf(e.getMessage()), e));
        }
    }

    /** Does it; messages without the command's name. */
    abstract void execute(List<String> args, PrintStream out) throws IfnetException;

    @Override
    public final List<String> complete(List<String> before, String prefix) {
        return candidates(before, prefix).stream()
                .filter(word -> word.startsWith(prefix))
                .sorted()
                .distinct()
                .toList();
    }

    /** What could stand behind those words, whether it fits the prefix or not. */
    abstract Collection<String> candidates(List<String> before, String prefix);

    /** The names of all interfaces, none while there is no platform. */
    final List<String> interfaceNames() {
        try {
            Ifnets ifnets = platform.ifnets();
            return ifnets.list().stream().map(Ifnet::name).toList();
        } catch (IfnetException e) {
            return List.of();
        }
    }

    /** EINVAL with a hint where to read on. */
    final IfnetException misuse(String what) {
        return Options.misuse(name, what);
    }
}
