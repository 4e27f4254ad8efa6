package org.ifnet.route.internal;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;

import org.ifnet.Ifnets;
import org.ifnet.control.ControlListener;
import org.ifnet.control.IfnetControl;
import org.ifnet.control.Sysctl;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.ifnet.route.Fib;
import org.ifnet.route.RouteMessages;
import org.ifnet.route.Routes;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Runs the engine and registers its services. */
@Component(
        immediate = true,
        service = {})
public final class RouteComponent {
    private final RouteEngine engine;
    private final List<ServiceRegistration<?>> services = new ArrayList<>();

    @Activate
    public RouteComponent(
            BundleContext bundle,
            @Reference Env env,
            @Reference Netisr netisr,
            @Reference Ifnets ifnets,
            @Reference IfnetControl control) {
        engine = new RouteEngine(env, netisr, ifnets, control);
        services.add(bundle.registerService(Fib.class, engine.fib(), null));
        services.add(bundle.registerService(Routes.class, engine.routes(), null));
        services.add(bundle.registerService(RouteMessages.class, engine.messages(), null));
        services.add(bundle.registerService(Ifaddrs.class, engine.ifaddrs(), null));
        for (Sysctl sysctl : engine.sysctls()) {
            Hashtable<String, Object> properties = new Hashtable<>();
            properties.put(Sysctl.NAME, sysctl.name());
            services.add(bundle.registerService(Sysctl.class, sysctl, properties));
        }
    }

    @Deactivate
    void deactivate() {
        services.forEach(ServiceRegistration::unregister);
        engine.close();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addControlListener(ControlListener listener) {
        engine.addControlListener(listener);
    }

    void removeControlListener(ControlListener listener) {
        engine.removeControlListener(listener);
    }
}
