package org.ifnet.inet.internal;

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
import org.ifnet.inet.ArpTable;
import org.ifnet.inet.Echo;
import org.ifnet.inet.IpOutput;
import org.ifnet.inet.IpStatistics;
import org.ifnet.inet.UpperProtocol;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.ifnet.netisr.Worker;
import org.ifnet.route.Fib;
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
        configurationPid = InetComponent.PID)
@Designate(ocd = InetConfig.class)
public final class InetComponent {
    public static final String PID = "org.ifnet.inet";
    private static final Logger LOG = LoggerFactory.getLogger(InetComponent.class);

    private final Worker worker;
    private final InetDomain domain;
    private final BootValues boot;
    private final Deque<ServiceRegistration<?>> services = new ArrayDeque<>();

    @Activate
    public InetComponent(
            BundleContext bundle,
            Map<String, Object> configuration,
            @Reference Env env,
            @Reference Netisr netisr,
            @Reference MbufPool pool,
            @Reference Ifnets ifnets,
            @Reference Ifaddrs ifaddrs,
            @Reference Ifmaddrs ifmaddrs,
            @Reference Fib fib) {
        worker = new Worker(env, "ifnet-inet", e -> LOG.error("a task failed", e));
        domain = new InetDomain(env, netisr, pool, ifnets, ifaddrs, ifmaddrs, fib, worker);
        boot = new BootValues(PID, domain.sysctls(), LOG::warn);
        boot.apply(configuration);
        for (Sysctl sysctl : domain.sysctls()) {
            services.push(bundle.registerService(Sysctl.class, sysctl, property(Sysctl.NAME, sysctl.name())));
        }
        services.push(bundle.registerService(Domain.class, domain, null));
        services.push(bundle.registerService(ArpTable.class, domain.arp(), null));
        services.push(bundle.registerService(
                IpStatistics.class, domain.statistics(), property("ifnet.family", AddressFamily.INET)));
        services.push(
                bundle.registerService(IpOutput.class, domain.output(), property("ifnet.family", AddressFamily.INET)));
        services.push(bundle.registerService(Echo.class, domain.echo(), property("ifnet.family", AddressFamily.INET)));
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
