package org.ifnet.dhcp.internal;

import org.ifnet.Ifnets;
import org.ifnet.control.IfnetControl;
import org.ifnet.datagram.DatagramService;
import org.ifnet.dhcp.DhcpClients;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.ifnet.netisr.Worker;
import org.ifnet.route.Routes;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the clients and registers the service; leases wait while it is away. */
@Component(
        immediate = true,
        service = {})
public final class DhcpComponent {
    private static final Logger LOG = LoggerFactory.getLogger(DhcpComponent.class);

    private final Worker worker;
    private final Sessions sessions;
    private final KeptLeases kept;
    private final ServiceRegistration<DhcpClients> service;

    @Activate
    public DhcpComponent(
            BundleContext bundle,
            @Reference Env env,
            @Reference Netisr netisr,
            @Reference Ifnets ifnets,
            @Reference IfnetControl control,
            @Reference Ifaddrs ifaddrs,
            @Reference Routes routes,
            @Reference DatagramService datagrams) {
        worker = new Worker(env, "ifnet-dhcp", e -> LOG.error("a task failed", e));
        sessions = new Sessions(env, netisr, ifnets, control, ifaddrs, routes, datagrams, worker);
        kept = new KeptLeases(bundle);
        sessions.restore(kept.take());
        service = bundle.registerService(DhcpClients.class, sessions, null);
    }

    @Deactivate
    void deactivate() {
        service.unregister();
        sessions.close();
        kept.put(sessions.keep());
        worker.close();
    }
}
