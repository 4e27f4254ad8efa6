package org.ifnet.netisr.internal;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;

import org.ifnet.control.BootValues;
import org.ifnet.control.Sysctl;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.ifnet.netisr.NetisrWaiter;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine as the service Netisr, with its sysctls; a waiter factory may come and go. */
@Component(service = Netisr.class, immediate = true, configurationPid = NetisrComponent.PID)
@Designate(ocd = NetisrConfig.class)
public final class NetisrComponent extends NetisrEngine {
    public static final String PID = "org.ifnet.netisr";
    private static final Logger LOG = LoggerFactory.getLogger(NetisrComponent.class);

    private final BundleContext context;
    private final List<Knob> all = Knob.of(this);
    private final BootValues boot = new BootValues(PID, all, LOG::warn);
    private final List<ServiceRegistration<Sysctl>> knobs = new ArrayList<>();
    private NetisrWaiter.@Nullable Factory factory;

    @Activate
    public NetisrComponent(BundleContext context, @Reference Env env) {
        super(env, Runtime.getRuntime().availableProcessors(), null);
        this.context = context;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindFactory(NetisrWaiter.Factory bound) {
        factory = bound;
        waiterFactory(bound);
    }

    void unbindFactory(NetisrWaiter.Factory unbound) {
        if (factory == unbound) {
            factory = null;
            waiterFactory(null);
        }
    }

    @Activate
    void activate(Map<String, Object> configuration) {
        boot.apply(configuration);
        start();
        for (Knob knob : all) {
            Hashtable<String, Object> properties = new Hashtable<>();
            properties.put(Sysctl.NAME, knob.name());
            knobs.add(context.registerService(Sysctl.class, knob, properties));
        }
    }

    /** In place: no packet notices. */
    @Modified
    void modified(Map<String, Object> configuration) {
        boot.apply(configuration);
    }

    @Deactivate
    void deactivate() {
        knobs.forEach(ServiceRegistration::unregister);
        close();
    }
}
