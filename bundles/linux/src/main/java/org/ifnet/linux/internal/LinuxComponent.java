package org.ifnet.linux.internal;

import org.ifnet.linux.Linux;
import org.ifnet.netisr.NetisrWaiter;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers the waiter where the kernel can be called, and says why where it cannot. Drivers of this host wait for it. */
@Component(
        immediate = true,
        service = {})
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.ifnet.netisr.NetisrWaiter$Factory\"",
        effective = "active")
public final class LinuxComponent {
    private static final Logger LOG = LoggerFactory.getLogger(LinuxComponent.class);

    private final @Nullable ServiceRegistration<NetisrWaiter.Factory> waiter;

    @Activate
    public LinuxComponent(BundleContext context) {
        String problem = Linux.problem();
        if (problem != null) {
            LOG.warn("No drivers of the host: {}", problem);
            waiter = null;
        } else {
            waiter = context.registerService(NetisrWaiter.Factory.class, new EpollWaiterFactory(), null);
        }
    }

    @Deactivate
    void deactivate() {
        if (waiter != null) {
            waiter.unregister();
        }
    }
}
