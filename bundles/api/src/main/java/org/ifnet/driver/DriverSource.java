package org.ifnet.driver;

import org.osgi.annotation.versioning.ProviderType;

/** Something of a driver that packets come from. Closed by the platform before detach. */
@ProviderType
public interface DriverSource {
    /** Makes the source be polled soon. Never blocks; any thread; does nothing when that is pending already. */
    void schedule();
}
