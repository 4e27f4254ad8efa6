package org.ifnet.netisr.internal;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;

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
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The engine as the service Netisr, with its sysctls; a waiter factory may come and go. */
@Component(service = Netisr.class, immediate = true)
public final class NetisrComponent extends NetisrEngine {
    private final BundleContext context;
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
    void activate() {
        start();
        for (Knob knob : Knob.of(this)) {
            Hashtable<String, Object> properties = new Hashtable<>();
            properties.put(Sysctl.NAME, knob.name());
            knobs.add(context.registerService(Sysctl.class, knob, properties));
        }
    }

    @Deactivate
    void deactivate() {
        knobs.forEach(ServiceRegistration::unregister);
        close();
    }
}
