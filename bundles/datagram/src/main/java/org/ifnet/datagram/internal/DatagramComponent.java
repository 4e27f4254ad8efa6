package org.ifnet.datagram.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Hashtable;
import java.util.Map;

import org.ifnet.Ifnets;
import org.ifnet.datagram.DatagramService;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.Ifmaddrs;
import org.ifnet.inet.IpOutput;
import org.ifnet.inet.IpStatistics;
import org.ifnet.inet.UpperProtocol;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Worker;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers the service, and what the families ask. */
@Component(
        immediate = true,
        service = {})
public final class DatagramComponent {
    private static final Logger LOG = LoggerFactory.getLogger(DatagramComponent.class);

    private final Worker worker;
    private final Endpoints endpoints;
    private final BundleContext bundle;
    private final Deque<ServiceRegistration<?>> services = new ArrayDeque<>();

    @Activate
    public DatagramComponent(
            BundleContext bundle,
            @Reference Env env,
            @Reference MbufPool pool,
            @Reference Ifnets ifnets,
            @Reference Ifaddrs ifaddrs,
            @Reference Ifmaddrs ifmaddrs) {
        this.bundle = bundle;
        worker = new Worker(env, "ifnet-datagram", e -> LOG.error("a task failed", e));
        endpoints = new Endpoints(env, pool, ifnets, ifaddrs, ifmaddrs, worker);
    }

    @Activate
    void activate() {
        Hashtable<String, Object> properties = new Hashtable<>();
        // Of both families.
        properties.put("ifnet.family", 0);
        services.push(bundle.registerService(UpperProtocol.class, endpoints.input(), null));
        services.push(bundle.registerService(IpStatistics.class, endpoints.counts, properties));
        services.push(bundle.registerService(DatagramService.class, endpoints, null));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindOutput(IpOutput output, Map<String, Object> properties) {
        endpoints.output(family(properties), output);
    }

    void unbindOutput(IpOutput output, Map<String, Object> properties) {
        endpoints.noOutput(family(properties), output);
    }

    private static int family(Map<String, Object> properties) {
        return properties.get("ifnet.family") instanceof Integer family ? family : AddressFamily.INET;
    }

    @Deactivate
    void deactivate() {
        services.forEach(ServiceRegistration::unregister);
        endpoints.close();
        worker.close();
    }
}
