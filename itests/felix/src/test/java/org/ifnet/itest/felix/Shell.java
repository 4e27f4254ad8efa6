package org.ifnet.itest.felix;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;

/** Types commands as an administrator does and gives back what they printed. */
final class Shell {
    private final CommandProcessor gogo;

    Shell(CommandProcessor gogo) {
        this.gogo = gogo;
    }

    /** What the command printed; its exception when it failed. */
    String run(String line) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CommandSession session = gogo.createSession(new ByteArrayInputStream(new byte[0]), out, out)) {
            session.put("SCOPE", "ifnet:felix:gogo:*");
            session.execute(line);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The message of the failure that the command must end with. */
    String failure(String line) {
        try {
            run(line);
        } catch (Exception e) {
            Throwable cause = e;
            while (cause.getCause() != null && cause.getCause() != cause) {
                cause = cause.getCause();
            }
            return cause.getMessage();
        }
        throw new AssertionError("did not fail: " + line);
    }
}
