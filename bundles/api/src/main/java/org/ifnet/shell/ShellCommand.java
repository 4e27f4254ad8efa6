package org.ifnet.shell;

import java.io.PrintStream;
import java.util.List;

import org.ifnet.IfnetException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One command of an administrator, of whatever shell: a service. A front end (Gogo in Felix, Karaf's console) finds these
 * services and offers each under its name; the command itself knows no shell.
 *
 * <p>Any thread may run a command, several at once, but never a netisr: commands block. A thread that is interrupted
 * (Ctrl-C) makes a command that waits stop, clean up and return.
 */
@ConsumerType
public interface ShellCommand {
    /** What the user types, for example {@code ifconfig}: lower case letters, digits and dashes. */
    String name();

    /** What it does, in half a line without a full stop. */
    String description();

    /** How it is called: one or more lines, as in the synopsis of a manual page. */
    String usage();

    /**
     * Runs the command.
     *
     * @param args the words behind the name, quotes already removed
     * @param out where the command prints; not closed
     * @throws IfnetException with one line "name: what is wrong", which a front end shows exactly as it is. A command that
     *     has changed something and then failed says so in that line; otherwise nothing was changed.
     */
    void run(List<String> args, PrintStream out) throws IfnetException;

    /**
     * What could stand at the cursor: options, words and live names. Quick and without effects; never throws for
     * unfinished or wrong input.
     *
     * @param before the complete words between the name and the cursor
     * @param prefix what of the word at the cursor is typed already, maybe empty
     * @return the possible words, each beginning with {@code prefix}
     */
    List<String> complete(List<String> before, String prefix);
}
