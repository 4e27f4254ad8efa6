package org.ifnet.control;

import java.util.EnumSet;
import java.util.Set;

import org.ifnet.Errno;
import org.ifnet.IfnetException;

/**
 * Who asks for a change, and what they may do.
 *
 * @param who for logs and messages
 * @param privileges a copy is kept
 */
public record Credential(String who, Set<Privilege> privileges) {
    public Credential {
        privileges = Set.copyOf(privileges);
    }

    /** A credential that may do everything. */
    public static Credential full(String who) {
        return new Credential(who, EnumSet.allOf(Privilege.class));
    }

    /** EPERM "operation: permission denied" when the privilege is missing. */
    public void require(Privilege privilege, String operation) throws IfnetException {
        if (!privileges.contains(privilege)) {
            throw new IfnetException(Errno.EPERM, operation + ": permission denied");
        }
    }
}
