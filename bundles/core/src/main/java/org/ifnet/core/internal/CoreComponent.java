package org.ifnet.core.internal;

import java.util.ArrayDeque;
import java.util.Deque;

import org.ifnet.GroupListener;
import org.ifnet.IfnetGroups;
import org.ifnet.Ifnets;
import org.ifnet.control.ControlListener;
import org.ifnet.control.IfnetControl;
import org.ifnet.control.Sysctl;
import org.ifnet.control.Sysctls;
import org.ifnet.domain.Domain;
import org.ifnet.ifaddr.Ifmaddrs;
import org.ifnet.ifq.IfqEngine;
import org.ifnet.link.LinkLayer;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Core in a container. Its services are registered by hand, so that drivers come in after protocols and link layers, which
 * need the services, and go before them.
 */
@Component(
        immediate = true,
        service = {})
public final class CoreComponent {
    /** 32 MiB: a full queue in each direction for some tens of interfaces. */
    private static final int FRAMES = 16_384;

    private final BundleContext context;
    private final MbufPool pool = MbufPool.allocate("main", FRAMES);
    private final Core core;
    private final DriverListener drivers;
    private final Deque<ServiceRegistration<?>> services = new ArrayDeque<>();

    @Activate
    public CoreComponent(
            BundleContext context, @Reference Env env, @Reference Netisr netisr, @Reference IfqEngine queues) {
        this.context = context;
        core = new Core(env, netisr, queues, pool);
        drivers = new DriverListener(context, core.whiteboard());
    }

    @Activate
    void start() {
        services.push(context.registerService(MbufPool.class, pool, null));
        services.push(context.registerService(Sysctls.class, core.sysctls(), null));
        services.push(context.registerService(IfnetControl.class, core.control(), null));
        services.push(context.registerService(IfnetGroups.class, core.groups(), null));
        services.push(context.registerService(Ifmaddrs.class, core.ifmaddrs(), null));
        services.push(context.registerService(Ifnets.class, core.ifnets(), null));
        drivers.open();
    }

    /** Interfaces go while protocols are still there to say goodbye to them. */
    @Deactivate
    void stop() {
        drivers.close();
        core.detachAll();
        while (!services.isEmpty()) {
            services.pop().unregister();
        }
        core.close();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addLinkLayer(LinkLayer layer) {
        core.add(layer);
    }

    void removeLinkLayer(LinkLayer layer) {
        core.remove(layer);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addDomain(Domain domain) {
        core.add(domain);
    }

    void removeDomain(Domain domain) {
        core.remove(domain);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addControlListener(ControlListener listener) {
        core.add(listener);
    }

    void removeControlListener(ControlListener listener) {
        core.remove(listener);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addGroupListener(GroupListener listener) {
        core.add(listener);
    }

    void removeGroupListener(GroupListener listener) {
        core.remove(listener);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addSysctl(Sysctl node) {
        core.add(node);
    }

    void removeSysctl(Sysctl node) {
        core.remove(node);
    }
}
