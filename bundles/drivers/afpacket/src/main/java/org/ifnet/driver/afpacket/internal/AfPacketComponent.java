package org.ifnet.driver.afpacket.internal;

import java.util.Hashtable;

import org.ifnet.IfnetException;
import org.ifnet.Registration;
import org.ifnet.driver.IfnetDriver;
import org.ifnet.netisr.Env;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One interface for each configuration of this factory; it registers the driver itself, because a device may be absent. */
@Component(
        immediate = true,
        service = {},
        configurationPid = AfPacketComponent.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = AfPacketConfig.class, factory = true)
public final class AfPacketComponent {
    public static final String PID = "org.ifnet.driver.afpacket";
    private static final Logger LOG = LoggerFactory.getLogger(AfPacketComponent.class);

    private final DeviceBinding binding;
    private final Registration watching;

    @Activate
    public AfPacketComponent(
            @Reference Env env, @Reference LinkWatch watch, BundleContext bundle, AfPacketConfig config)
            throws IfnetException {
        binding = new DeviceBinding(env, settings(config), (name, driver) -> register(bundle, name, driver));
        watching = watch.add(binding::look);
        binding.look();
    }

    private static AfPacketSettings settings(AfPacketConfig config) throws IfnetException {
        return AfPacketSettings.parse(config.device(), config.name(), config.lladdr());
    }

    private static Registration register(BundleContext bundle, String name, IfnetDriver driver) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(IfnetDriver.NAME, name);
        ServiceRegistration<IfnetDriver> service = bundle.registerService(IfnetDriver.class, driver, properties);
        return service::unregister;
    }

    /** A bad value does not unplug what runs: the last good ones stay. */
    @Modified
    void modified(AfPacketConfig config) {
        try {
            binding.settings(settings(config));
        } catch (IfnetException e) {
            LOG.warn("Configuration of {} not taken: {}", PID, e.getMessage());
        }
    }

    @Deactivate
    void deactivate() {
        watching.close();
        binding.close();
    }
}
