package org.ifnet.ifq;

import org.ifnet.IfnetException;
import org.ifnet.mbuf.Mbuf;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A match for filters that the queue itself does not know. A service with the property {@link #NAME}. While the service is
 * away its filters match nothing.
 */
@ConsumerType
public interface Classifier {
    /** Service property, String: the word by which filters name it; none of {@link DisciplineSpec.Matches}. */
    String NAME = "ifnet.classifier";

    /** Understands the value of a filter. Control path. EINVAL when it makes no sense. */
    Match match(String value) throws IfnetException;

    /** One filter's question. */
    @FunctionalInterface
    interface Match {
        /** Packet path, under a lock: no allocation, no exception, no change of the packet, which starts with its link header. */
        boolean matches(Mbuf m);
    }
}
