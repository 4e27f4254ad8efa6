package org.ifnet.dhcp.internal;

import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Where leases wait while this bundle is stopped, updated or replaced: a service of the framework itself, so that it
 * ends with the framework and not with us. It holds text in lists of the JDK, so that it keeps no class of ours alive.
 */
final class KeptLeases {
    private static final String PROPERTY = "org.ifnet.dhcp.kept";

    private final BundleContext framework;

    KeptLeases(BundleContext context) {
        framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getBundleContext();
    }

    /** What was put last and not yet taken; empty when nothing. */
    List<List<String>> take() {
        AtomicReference<List<List<String>>> shelf = shelf();
        List<List<String>> kept = shelf == null ? null : shelf.getAndSet(null);
        return kept == null ? List.of() : kept;
    }

    void put(List<List<String>> lines) {
        AtomicReference<List<List<String>>> shelf = shelf();
        if (shelf != null) {
            shelf.set(lines);
            return;
        }
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(PROPERTY, true);
        framework.registerService(AtomicReference.class, new AtomicReference<>(lines), properties);
    }

    @SuppressWarnings("unchecked")
    private @Nullable AtomicReference<List<List<String>>> shelf() {
        try {
            for (ServiceReference<?> found :
                    framework.getServiceReferences(AtomicReference.class, "(" + PROPERTY + "=true)")) {
                return (AtomicReference<List<List<String>>>) framework.getService(found);
            }
            return null;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
