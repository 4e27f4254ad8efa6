package org.ifnet.inet;

import java.util.List;

import org.osgi.annotation.versioning.ProviderType;

/**
 * What a family counted since its bundle started: a service, one for each family (property {@code ifnet.family}, an
 * Integer). Any thread, free of locks.
 */
@ProviderType
public interface IpStatistics {
    /**
     * One count.
     *
     * @param protocol {@code ip}, {@code icmp}, {@code igmp}, {@code arp}, {@code ip6} or {@code icmp6}
     * @param name what programs call it, for example {@code received} or {@code drop_bad_header}
     * @param text what it counts, in the plural
     */
    record Line(String protocol, String name, String text, long count) {}

    /** By protocol; counts of zero only where each system has something to count. */
    List<Line> list();
}
