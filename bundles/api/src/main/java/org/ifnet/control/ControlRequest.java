package org.ifnet.control;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/** A request to a protocol or a driver that the platform itself does not know (the default case of ifioctl). */
@ConsumerType
public interface ControlRequest {
    /** One or two words for messages and logs. */
    String what();

    /** What the caller must be allowed to do; null for a request that only reads. */
    @Nullable
    Privilege privilege();
}
