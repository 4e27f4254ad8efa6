package org.ifnet.shell.karaf.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.ifnet.shell.ShellCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Keeps every command that is there in the registry of Karaf's console. */
@Component(
        immediate = true,
        service = {})
public final class KarafComponent {
    private final Registry registry;
    private final Map<ShellCommand, KarafCommand> registered = new ConcurrentHashMap<>();

    @Activate
    public KarafComponent(@Reference SessionFactory sessions) {
        registry = sessions.getRegistry();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindCommand(ShellCommand command) {
        KarafCommand offered = new KarafCommand(command);
        registered.put(command, offered);
        registry.register(offered);
    }

    void unbindCommand(ShellCommand command) {
        KarafCommand offered = registered.remove(command);
        if (offered != null) {
            registry.unregister(offered);
        }
    }
}
