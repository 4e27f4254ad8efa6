package com.example.memnic;

import java.util.List;
import java.util.Map;

import org.ifnet.driver.IfnetDriver;
import org.ifnet.wire.MacAddress;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;

/** Offers both ports while the bundle is active. The framework takes them back when it stops. */
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class Activator implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        Wire east = new Wire();
        Wire west = new Wire();
        MemoryPort mem0 = new MemoryPort("mem0", MacAddress.parse("02:00:00:6d:65:00"), west, east);
        MemoryPort mem1 = new MemoryPort("mem1", MacAddress.parse("02:00:00:6d:65:01"), east, west);
        MemoryPort.connect(mem0, mem1);
        for (MemoryPort port : List.of(mem0, mem1)) {
            context.registerService(
                    IfnetDriver.class, port, FrameworkUtil.asDictionary(Map.of(IfnetDriver.NAME, port.name())));
        }
    }

    @Override
    public void stop(BundleContext context) {}
}
