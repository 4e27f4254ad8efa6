package org.ifnet.control;

import java.util.List;

import org.ifnet.IfnetException;
import org.osgi.annotation.versioning.ProviderType;

/** All runtime values by name, those of branches included: a service. Any thread. */
@ProviderType
public interface Sysctls {
    /** Every value whose name is {@code prefix} or lies under it, by name; all for the empty prefix. */
    List<Sysctl> list(String prefix);

    /** ENOENT "unknown oid 'x'" when there is none. */
    Sysctl require(String name) throws IfnetException;

    /** Sets a value, and remembers it as wanted unless a {@link SysctlBranch} made it. EPERM without the privilege SYSCTL or
     * for a read-only value, ENOENT when there is none, EINVAL for a bad one. */
    void set(Credential who, String name, String value) throws IfnetException;
}
