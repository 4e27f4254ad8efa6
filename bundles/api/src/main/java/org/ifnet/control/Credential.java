package org.ifnet.control;

import java.util.EnumSet;
import java.util.Set;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.ifaddr.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for a change, and what they may do.
 *
 * @param who for logs and messages
 * @param privileges a copy is kept
 * @param addresses the only IPv4 and IPv6 addresses that exist for the caller (a jail); null when all do. A copy is kept
 */
public record Credential(
        String who, Set<Privilege> privileges, @Nullable Set<IpAddress> addresses) {
    private static final String AUTOMATIC = "auto:";

    public Credential {
        privileges = Set.copyOf(privileges);
        addresses = addresses == null ? null : Set.copyOf(addresses);
    }

    /** A credential for all addresses. */
    public Credential(String who, Set<Privilege> privileges) {
        this(who, privileges, null);
    }

    /** The same caller, for whom only these addresses exist. */
    public Credential confinedTo(Set<IpAddress> only) {
        return new Credential(who, privileges, only);
    }

    /** Whether the address exists for the caller. */
    public boolean sees(IpAddress address) {
        return addresses == null || addresses.contains(address);
    }

    /** A credential that may do everything. */
    public static Credential full(String who) {
        return new Credential(who, EnumSet.allOf(Privilege.class));
    }

    /**
     * The platform itself: a protocol that does what nobody asked for, for example gives an interface its link-local
     * address. What it does is no wanted state.
     *
     * @param part of the platform, for logs
     */
    public static Credential automatic(String part) {
        return full(AUTOMATIC + part);
    }

    /** Whether a name of {@link #who} is one of {@link #automatic}. */
    public static boolean isAutomatic(String who) {
        return who.startsWith(AUTOMATIC);
    }

    /** EPERM "operation: permission denied" when the privilege is missing. */
    public void require(Privilege privilege, String operation) throws IfnetException {
        if (!privileges.contains(privilege)) {
            throw new IfnetException(Errno.EPERM, operation + ": permission denied");
        }
    }
}
