package org.ifnet.driver.afpacket.internal;

import org.ifnet.IfnetException;
import org.ifnet.Registration;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.NetisrWaiter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** One watch for all interfaces of this bundle, while there are any; a service of this bundle only. */
@Component(service = LinkWatch.class)
public final class LinkWatchComponent implements LinkWatch {
    private final NetlinkWatch watch;

    @Activate
    public LinkWatchComponent(@Reference Env env, @Reference NetisrWaiter.Factory waiters) throws IfnetException {
        watch = new NetlinkWatch(env, waiters);
    }

    @Deactivate
    void deactivate() {
        watch.close();
    }

    @Override
    public Registration add(Runnable listener) {
        return watch.add(listener);
    }
}
