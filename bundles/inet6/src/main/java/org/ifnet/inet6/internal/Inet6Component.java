package org.ifnet.inet6.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;

import org.ifnet.Ifnets;
import org.ifnet.control.BootValues;
import org.ifnet.control.Sysctl;
import org.ifnet.domain.AddressFamily;
import org.ifnet.domain.Domain;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.Ifmaddrs;
import org.ifnet.inet.Echo;
import org.ifnet.inet.IpOutput;
import org.ifnet.inet.IpStatistics;
import org.ifnet.inet.UpperProtocol;
import org.ifnet.inet6.Address6States;
import org.ifnet.inet6.NdTable;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.ifnet.netisr.Worker;
import org.ifnet.route.Fib;
import org.ifnet.route.Routes;
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

/** Runs the domain and registers its services. */
@Component(
        immediate = true,
        service = {},
        configurationPid = Inet6Component.PID)
@Designate(ocd = Inet6Config.class)
public final class Inet6Component {
    public static final String PID = "org.ifnet.inet6";
    private static final Logger LOG = LoggerFactory.getLogger(Inet6Component.class);

    private final Worker worker;
    private final Inet6Domain domain;
    private final BootValues boot;
    private final Deque<ServiceRegistration<?>> services = new ArrayDeque<>();

    @Activate
    public Inet6Component(
            BundleContext bundle,
            Map<String, Object> configuration,
            @Reference Env env,
            @Reference Netisr netisr,
            @Reference MbufPool pool,
            @Reference Ifnets ifnets,
            @Reference Ifaddrs ifaddrs,
            @Reference Ifmaddrs ifmaddrs,
            @Reference Fib fib,
            @Reference Routes routes) {
        worker = new Worker(env, "ifnet-inet6", e -> LOG.error("a task failed", e));
        domain = new Inet6Domain(env, netisr, pool, ifnets, ifaddrs, ifmaddrs, fib, routes, worker);
        boot = new BootValues(PID, domain.sysctls(), LOG::warn);
        boot.apply(configuration);
        for (Sysctl sysctl : domain.sysctls()) {
            services.push(bundle.registerService(Sysctl.class, sysctl, property(Sysctl.NAME, sysctl.name())));
        }
        services.push(bundle.registerService(Domain.class, domain, null));
        services.push(bundle.registerService(NdTable.class, domain.neighbours(), null));
        services.push(bundle.registerService(
                IpStatistics.class, domain.statistics(), property("ifnet.family", AddressFamily.INET6)));
        services.push(bundle.registerService(Address6States.class, domain.states(), null));
        services.push(
                bundle.registerService(IpOutput.class, domain.output(), property("ifnet.family", AddressFamily.INET6)));
        services.push(bundle.registerService(Echo.class, domain.echo(), property("ifnet.family", AddressFamily.INET6)));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindUpper(UpperProtocol protocol) {
        domain.upper().add(protocol);
    }

    void unbindUpper(UpperProtocol protocol) {
        domain.upper().remove(protocol);
    }

    private static Dictionary<String, Object> property(String name, Object value) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(name, value);
        return properties;
    }

    /** In place: no neighbour is forgotten. */
    @Modified
    void modified(Map<String, Object> configuration) {
        boot.apply(configuration);
    }

    /** Last come, first gone: nobody resolves or receives any more when the domain closes. */
    @Deactivate
    void deactivate() {
        services.forEach(ServiceRegistration::unregister);
        domain.close();
        worker.close();
    }
}
