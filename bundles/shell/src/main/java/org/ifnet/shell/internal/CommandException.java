package org.ifnet.shell.internal;

import org.ifnet.IfnetException;

/** A command failed: "name: what is wrong". Also as a string it is only that line, for shells that print exceptions so. */
public final class CommandException extends IfnetException {
    private static final long serialVersionUID = 1L;

    public CommandException(String command, IfnetException cause) {
        super(cause.errno(), line(command, String.valueOf(cause.getMessage())), cause);
    }

    /** Some services say what was asked of them in the command's own name, "arp: the table is full": once is enough. */
    private static String line(String command, String message) {
        return message.startsWith(command + ": ") ? message : command + ": " + message;
    }

    @Override
    public String toString() {
        return String.valueOf(getMessage());
    }
}
