package org.ifnet.core.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

import org.ifnet.GroupListener;
import org.ifnet.IfnetGroups;
import org.ifnet.Ifnets;
import org.ifnet.control.BootValues;
import org.ifnet.control.ControlListener;
import org.ifnet.control.IfnetControl;
import org.ifnet.control.Sysctl;
import org.ifnet.control.SysctlBranch;
import org.ifnet.control.Sysctls;
import org.ifnet.domain.Domain;
import org.ifnet.ifaddr.Ifmaddrs;
import org.ifnet.ifq.IfqEngine;
import org.ifnet.link.ComAllocator;
import org.ifnet.link.LinkLayer;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Core in a container. Its services are registered by hand, so that drivers come in after protocols and link layers, which
 * need the services, and go before them.
 */
@Component(
        immediate = true,
        service = {},
        configurationPid = CoreComponent.PID)
@Designate(ocd = CoreConfig.class)
public final class CoreComponent {
    public static final String PID = "org.ifnet.core";
    private static final Logger LOG = LoggerFactory.getLogger(CoreComponent.class);

    /** 32 MiB: a full queue in each direction for some tens of interfaces. */
    private static final int FRAMES = 16_384;

    private final BundleContext context;
    private final MbufPool pool = MbufPool.allocate("main", FRAMES);
    private final Core core;
    private final DriverListener drivers;
    private final BootValues boot;
    private final Deque<ServiceRegistration<?>> services = new ArrayDeque<>();

    @Activate
    public CoreComponent(
            BundleContext context,
            Map<String, Object> configuration,
            @Reference Env env,
            @Reference Netisr netisr,
            @Reference IfqEngine queues) {
        this.context = context;
        core = new Core(env, netisr, queues, pool);
        drivers = new DriverListener(context, core.whiteboard());
        boot = new BootValues(PID, core.settings(), LOG::warn);
        boot.apply(configuration);
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

    /** In place: no interface notices. */
    @Modified
    void modified(Map<String, Object> configuration) {
        boot.apply(configuration);
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
    void addComAllocator(ComAllocator allocator) {
        core.add(allocator);
    }

    void removeComAllocator(ComAllocator allocator) {
        core.remove(allocator);
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

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addSysctlBranch(SysctlBranch branch) {
        core.add(branch);
    }

    void removeSysctlBranch(SysctlBranch branch) {
        core.remove(branch);
    }
}
