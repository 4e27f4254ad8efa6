package org.ifnet.core.internal;

import org.ifnet.driver.IfnetDriver;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;

/** Tells the whiteboard of driver services, on the threads that register and unregister them. */
final class DriverListener implements ServiceListener {
    private static final String FILTER = "(" + Constants.OBJECTCLASS + "=" + IfnetDriver.class.getName() + ")";

    private final BundleContext context;
    private final Whiteboard whiteboard;

    DriverListener(BundleContext context, Whiteboard whiteboard) {
        this.context = context;
        this.whiteboard = whiteboard;
    }

    /** First the listener, then those that are there: the whiteboard knows whom it has seen. */
    void open() {
        try {
            context.addServiceListener(this, FILTER);
            for (ServiceReference<IfnetDriver> driver : context.getServiceReferences(IfnetDriver.class, null)) {
                registered(driver);
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets all drivers go. One that unregisters meanwhile is still heard, and waits for its detach. */
    void close() {
        whiteboard.close();
        context.removeServiceListener(this);
    }

    @Override
    public void serviceChanged(ServiceEvent event) {
        ServiceReference<?> driver = event.getServiceReference();
        switch (event.getType()) {
            case ServiceEvent.REGISTERED -> registered(driver);
            case ServiceEvent.MODIFIED -> whiteboard.modified(id(driver), name(driver));
            case ServiceEvent.UNREGISTERING -> whiteboard.unregistering(id(driver));
            default -> {}
        }
    }

    private void registered(ServiceReference<?> driver) {
        whiteboard.registered(
                id(driver), name(driver), () -> (IfnetDriver) context.getService(driver), () -> unget(driver));
    }

    private void unget(ServiceReference<?> driver) {
        try {
            context.ungetService(driver);
        } catch (IllegalStateException e) {
            // Our bundle has stopped meanwhile, and the framework has taken back what it used.
        }
    }

    private static long id(ServiceReference<?> driver) {
        return (Long) driver.getProperty(Constants.SERVICE_ID);
    }

    private static @Nullable String name(ServiceReference<?> driver) {
        return driver.getProperty(IfnetDriver.NAME) instanceof String name ? name : null;
    }
}
