package org.ifnet.control;

import org.ifnet.IfnetException;
import org.osgi.annotation.versioning.ConsumerType;

/** One runtime value: a service of whoever owns the value. */
@ConsumerType
public interface Sysctl {
    /** Service property, String: the dotted name. */
    String NAME = "sysctl.name";

    /** For example {@code net.inet.ip.forwarding}. */
    String name();

    /** One sentence: meaning, unit, range. */
    String description();

    /** The value as text. Any thread. */
    String get();

    /** Sets it at once. EINVAL with the value and the range when it is bad; EPERM when it is read-only. */
    void set(String value) throws IfnetException;
}
