package org.ifnet.rawlink.internal;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;

import org.ifnet.IfType;
import org.ifnet.link.LinkLayer;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** One service for each type of interface without a link header. */
@Component(
        immediate = true,
        service = {})
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.ifnet.link.LinkLayer\";effective:=active")
public final class RawLinkComponent {
    private static final List<IfType> TYPES = List.of(IfType.PPP, IfType.GIF, IfType.PROPVIRTUAL, IfType.OTHER);

    private final List<ServiceRegistration<LinkLayer>> services = new ArrayList<>();

    @Activate
    public RawLinkComponent(BundleContext context) {
        for (IfType type : TYPES) {
            Hashtable<String, Object> properties = new Hashtable<>();
            properties.put(LinkLayer.TYPE, type.name());
            services.add(context.registerService(LinkLayer.class, new RawLink(type), properties));
        }
    }

    @Deactivate
    void close() {
        services.forEach(ServiceRegistration::unregister);
    }
}
