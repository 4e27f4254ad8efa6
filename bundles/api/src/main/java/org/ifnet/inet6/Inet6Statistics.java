package org.ifnet.inet6;

import java.util.List;

import org.osgi.annotation.versioning.ProviderType;

/** What IPv6 counted since its bundle started: a service. Any thread, free of locks. */
@ProviderType
public interface Inet6Statistics {
    /**
     * One count.
     *
     * @param protocol {@code ip6} or {@code icmp6}
     * @param name what programs call it, for example {@code received} or {@code drop_bad_header}
     * @param text what it counts, in the plural
     */
    record Line(String protocol, String name, String text, long count) {}

    /** By protocol; counts of zero only where each system has something to count. */
    List<Line> list();
}
