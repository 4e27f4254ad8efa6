package org.ifnet.driver.tap.internal;

import java.util.List;

import org.ifnet.IfnetException;
import org.ifnet.cloner.Clone;
import org.ifnet.cloner.Cloner;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.NetisrWaiter;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The cloner as a service, there whenever the host can be called: the waiter says so, and sources need it. */
@Component(immediate = true, property = Cloner.PREFIX + "=" + TapCloner.PREFIX_NAME)
public final class TapComponent implements Cloner {
    private final TapCloner cloner;

    @Activate
    public TapComponent(@Reference Env env, @Reference NetisrWaiter.Factory waiters) {
        cloner = new TapCloner(env);
    }

    @Override
    public String prefix() {
        return cloner.prefix();
    }

    @Override
    public List<Clone> create(int unit, @Nullable String params) throws IfnetException {
        return cloner.create(unit, params);
    }
}
