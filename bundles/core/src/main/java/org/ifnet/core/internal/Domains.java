package org.ifnet.core.internal;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.ifnet.IfFlags;
import org.ifnet.domain.Domain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The protocols, each attached exactly once to every interface (reference 1.4). A new domain is registered first and
 * then visits the interfaces; a new interface is listed first and then visits the domains; each interface remembers,
 * under its control lock, what it is attached to.
 */
final class Domains {
    private static final Logger LOG = LoggerFactory.getLogger(Domains.class);

    private final Quiescence quiescence;
    private final Supplier<List<CoreIfnet>> interfaces;
    private final AtomicReference<Domain[]> registered = new AtomicReference<>(new Domain[0]);

    Domains(Quiescence quiescence, Supplier<List<CoreIfnet>> interfaces) {
        this.quiescence = quiescence;
        this.interfaces = interfaces;
    }

    void add(Domain domain) {
        registered.updateAndGet(old -> Snapshot.with(old, domain));
        for (CoreIfnet ifnet : interfaces.get()) {
            ifnet.locked(() -> {
                if (ifnet.protocols().isOpen()) {
                    attach(ifnet, domain);
                }
            });
        }
    }

    /** When it returns the domain is called no more. */
    void remove(Domain domain) {
        registered.updateAndGet(old -> Snapshot.without(old, domain));
        List<CoreIfnet> all = interfaces.get();
        for (CoreIfnet ifnet : all) {
            ifnet.locked(() -> ifnet.protocols().unpublish(domain));
        }
        if (!all.isEmpty()) {
            quiescence.await();
        }
        for (CoreIfnet ifnet : all) {
            ifnet.locked(() -> detach(ifnet, domain));
        }
    }

    /** Under the control lock: the interface is listed, and gets what is registered. */
    void attachAll(CoreIfnet ifnet) {
        ifnet.protocols().open();
        for (Domain domain : registered.get()) {
            attach(ifnet, domain);
        }
    }

    private void attach(CoreIfnet ifnet, Domain domain) {
        // A domain that left meanwhile has visited the interfaces already, or will wait for this one's lock.
        if (Snapshot.indexOf(registered.get(), domain) < 0 || ifnet.protocols().has(domain)) {
            return;
        }
        try {
            ifnet.protocols().add(domain, domain.attach(ifnet));
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            LOG.error(
                    "{}: attach of domain {} failed, it does not get this interface", ifnet.name(), domain.family(), e);
            return;
        }
        ifnet.protocols().publish(domain);
        if (ifnet.has(IfFlags.UP)) {
            tell(ifnet, "up", domain, d -> d.up(ifnet));
        }
    }

    /** Under the control lock, when no netisr is in the domain for this interface. */
    private void detach(CoreIfnet ifnet, Domain domain) {
        Object data = ifnet.protocols().data(domain);
        if (!ifnet.protocols().remove(domain)) {
            return;
        }
        if (ifnet.has(IfFlags.UP)) {
            tell(ifnet, "down", domain, d -> d.down(ifnet));
        }
        if (data != null) {
            tell(ifnet, "detach", domain, d -> d.detach(ifnet, data));
        }
    }

    /** Under the control lock: the interface goes. In reverse of attach. */
    void detachAll(CoreIfnet ifnet) {
        List<Domain> attached = ifnet.protocols().attached();
        ifnet.protocols().close();
        for (int i = attached.size() - 1; i >= 0; i--) {
            ifnet.protocols().unpublish(attached.get(i));
            detach(ifnet, attached.get(i));
        }
    }

    /** Under the control lock. */
    void up(CoreIfnet ifnet) {
        ifnet.protocols().attached().forEach(domain -> tell(ifnet, "up", domain, d -> d.up(ifnet)));
    }

    /** Under the control lock. */
    void down(CoreIfnet ifnet) {
        ifnet.protocols().attached().forEach(domain -> tell(ifnet, "down", domain, d -> d.down(ifnet)));
    }

    private static void tell(CoreIfnet ifnet, String what, Domain domain, Consumer<Domain> call) {
        try {
            call.accept(domain);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            LOG.error("{}: {} of domain {} failed", ifnet.name(), what, domain.family(), e);
        }
    }
}
