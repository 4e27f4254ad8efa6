package org.ifnet.shell.internal;

import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Function;
import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.shell.ShellCommand;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.ServiceTracker;

/**
 * The services of this bundle: each command, and for Gogo each as a function in the scope {@code ifnet}.
 *
 * <p>Karaf would take up the functions as well, as commands without completion, and when two of its commands have one name
 * and one of them goes, both are gone. So the functions are not there while Karaf's console is; the bundle shell-karaf
 * offers the commands to it.
 */
final class Commands {
    static final String SCOPE = "ifnet";
    private static final String KARAF = "org.apache.karaf.shell.api.console.SessionFactory";

    private static final List<ServiceRegistration<?>> NONE = List.of();

    private final BundleContext context;
    private final List<ShellCommand> commands;
    private final BackgroundPings pings;
    private final List<ServiceRegistration<?>> services = new ArrayList<>();
    private final AtomicReference<List<ServiceRegistration<?>>> functions = new AtomicReference<>(NONE);
    private final ServiceTracker<Object, Object> karaf;
    private volatile boolean open;

    Commands(BundleContext context, List<ShellCommand> commands, BackgroundPings pings) {
        this.context = context;
        this.commands = commands;
        this.pings = pings;
        karaf = new ServiceTracker<>(context, KARAF, null) {
            @Override
            public Object addingService(ServiceReference<Object> reference) {
                withdrawFunctions();
                return reference;
            }

            @Override
            public void removedService(ServiceReference<Object> reference, Object service) {
                offerFunctions();
            }
        };
    }

    void open() {
        for (ShellCommand command : commands) {
            services.add(context.registerService(ShellCommand.class, command, null));
        }
        open = true;
        karaf.open(true);
        offerFunctions();
    }

    void close() {
        open = false;
        karaf.close();
        withdrawFunctions();
        services.forEach(ServiceRegistration::unregister);
        services.clear();
    }

    private void offerFunctions() {
        if (!isWanted() || !functions.get().isEmpty()) {
            return;
        }
        List<ServiceRegistration<?>> offered = new ArrayList<>();
        for (ShellCommand command : commands) {
            offered.add(function(command.name(), new GogoCommand(command)));
        }
        GogoCompletion completion = new GogoCompletion(SCOPE, commands);
        offered.add(function("__completions", (session, arguments) -> completion.programs()));
        offered.add(function("__complete", (session, arguments) -> completion.candidates(arguments)));
        offered.add(function("__offers", (session, arguments) -> completion.offers(arguments)));
        offered.add(function("run-end", (session, arguments) -> runEnd()));
        if (!functions.compareAndSet(NONE, offered)) {
            offered.forEach(ServiceRegistration::unregister);
        } else if (!isWanted()) {
            // Karaf's console came meanwhile and may have found nothing to withdraw.
            withdrawFunctions();
        }
    }

    private boolean isWanted() {
        return open && karaf.isEmpty();
    }

    private ServiceRegistration<?> function(String name, Function function) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(CommandProcessor.COMMAND_SCOPE, SCOPE);
        properties.put(CommandProcessor.COMMAND_FUNCTION, name);
        return context.registerService(Function.class, function, properties);
    }

    private void withdrawFunctions() {
        functions.getAndSet(NONE).forEach(ServiceRegistration::unregister);
    }

    private Object runEnd() throws IfnetException {
        List<String> left = pings.abandon();
        if (!left.isEmpty()) {
            throw new IfnetException(
                    Errno.EBUSY,
                    "background ping " + left.get(0) + " was not joined (ping --join " + left.get(0) + ")");
        }
        return List.of();
    }
}
