package org.ifnet.control;

import java.util.List;

import org.ifnet.IfnetException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Runtime values that are made when somebody asks, because there are many or they come and go: a service of whoever owns
 * them. All their names lie under {@link #name}. Any thread; nothing is kept of an answer.
 */
@ConsumerType
public interface SysctlBranch {
    /** Service property, String: the dotted name of the branch. */
    String NAME = "sysctl.branch";

    /** For example {@code net.link.generic.ifdata}; at least one word. */
    String name();

    /** The values that are {@code prefix} or lie under it, in order of name; all when {@code prefix} is the name of the
     * branch. The prefix is the name of the branch or lies under it. */
    List<Sysctl> list(String prefix);

    /** The value of that name, which lies under the branch; ENOENT when there is none. */
    Sysctl require(String name) throws IfnetException;
}
