package org.ifnet.shell.internal;

import org.ifnet.IfnetException;

/** A command failed: "name: what is wrong". Also as a string it is only that line, for shells that print exceptions so. */
public final class CommandException extends IfnetException {
    private static final long serialVersionUID = 1L;

    public CommandException(String command, IfnetException cause) {
        super(cause.errno(), command + ": " + cause.getMessage(), cause);
    }

    @Override
    public String toString() {
        return String.valueOf(getMessage());
    }
}
