package org.ifnet.core.internal;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.ifnet.IfType;
import org.ifnet.link.LinkLayer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The link layers, by type of interface; the first of a type counts, and the next one when it goes. */
final class LinkLayers {
    private static final Logger LOG = LoggerFactory.getLogger(LinkLayers.class);

    private final Parts parts;
    private final Supplier<List<CoreIfnet>> interfaces;
    private final ComAllocators coms;
    private final AtomicReference<LinkLayer[]> registered = new AtomicReference<>(new LinkLayer[0]);

    LinkLayers(Parts parts, Supplier<List<CoreIfnet>> interfaces) {
        this.parts = parts;
        this.interfaces = interfaces;
        coms = new ComAllocators(parts.quiescence(), interfaces);
    }

    /** What interfaces of one type have in common. */
    ComAllocators coms() {
        return coms;
    }

    void add(LinkLayer layer) {
        registered.updateAndGet(old -> Snapshot.with(old, layer));
        interfaces.get().forEach(ifnet -> ifnet.locked(() -> attachIfListed(ifnet)));
    }

    /** When it returns the link layer is called no more; its interfaces have another one or none. */
    void remove(LinkLayer layer) {
        registered.updateAndGet(old -> Snapshot.without(old, layer));
        List<CoreIfnet> all = interfaces.get();
        List<Port> ports = all.stream()
                .map(CoreIfnet::port)
                .filter(port -> port != null && port.layer() == layer)
                .toList();
        ports.forEach(port -> port.owner().locked(() -> port.owner().unplug(port)));
        if (!ports.isEmpty()) {
            parts.quiescence().await();
        }
        ports.forEach(port -> port.owner().locked(() -> detach(port)));
        all.forEach(ifnet -> ifnet.locked(() -> attachIfListed(ifnet)));
    }

    private void attachIfListed(CoreIfnet ifnet) {
        if (ifnet.protocols().isOpen()) {
            attach(ifnet);
        }
    }

    /** Under the control lock: gives the interface a port when it has none and a layer of its type is there. */
    void attach(CoreIfnet ifnet) {
        LinkLayer layer = find(ifnet.type());
        if (layer == null || ifnet.port() != null) {
            return;
        }
        Port port = new Port(ifnet, layer, parts.netisr(), parts.flows());
        try {
            layer.attach(port);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            LOG.error("{}: attach of link layer {} failed", ifnet.name(), layer.type(), e);
        }
        ifnet.plug(port);
    }

    /** Under the control lock, when no netisr is in the layer for this interface: the interface goes. */
    void detach(CoreIfnet ifnet) {
        Port port = ifnet.port();
        if (port != null) {
            ifnet.unplug(port);
            detach(port);
        }
        coms.free(ifnet);
    }

    private static void detach(Port port) {
        if (!port.close()) {
            return;
        }
        try {
            port.layer().detach(port);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            LOG.error(
                    "{}: detach of link layer {} failed",
                    port.owner().name(),
                    port.layer().type(),
                    e);
        }
    }

    private @Nullable LinkLayer find(IfType type) {
        for (LinkLayer layer : registered.get()) {
            if (layer.type() == type) {
                return layer;
            }
        }
        return null;
    }
}
