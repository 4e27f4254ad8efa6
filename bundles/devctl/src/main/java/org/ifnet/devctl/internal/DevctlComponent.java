package org.ifnet.devctl.internal;

import org.ifnet.Ifnets;
import org.ifnet.Registration;
import org.ifnet.netisr.Env;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

/** Posts notices through Event Admin, which keeps their order and delivers them on a thread of its own. */
@Component(service = {})
public final class DevctlComponent {
    private final Registration listening;

    @Activate
    public DevctlComponent(@Reference Env env, @Reference Ifnets ifnets, @Reference EventAdmin admin) {
        Devctl devctl = new Devctl(env, (topic, properties) -> admin.postEvent(new Event(topic, properties)));
        listening = ifnets.listen(devctl, false);
    }

    @Deactivate
    void close() {
        listening.close();
    }
}
