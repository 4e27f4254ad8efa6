package org.ifnet.cloner.internal;

import java.util.List;
import java.util.Map;

import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.Registration;
import org.ifnet.cloner.Cloner;
import org.ifnet.cloner.ClonerListener;
import org.ifnet.cloner.Cloners;
import org.ifnet.control.ControlListener;
import org.ifnet.control.Credential;
import org.ifnet.netisr.Env;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Wires the engine to the table of interfaces, to every cloner, and to who wants to know of changes. */
@Component(service = Cloners.class, immediate = true)
public final class ClonersComponent implements Cloners {
    private final CloneEngine engine;

    @Activate
    public ClonersComponent(@Reference Env env, @Reference Ifnets ifnets) {
        engine = new CloneEngine(env, ifnets);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addCloner(Cloner cloner) {
        engine.add(cloner);
    }

    void removeCloner(Cloner cloner) {
        engine.remove(cloner);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addListener(ControlListener listener) {
        engine.addListener(listener);
    }

    void removeListener(ControlListener listener) {
        engine.removeListener(listener);
    }

    @Deactivate
    void close() {
        engine.close();
    }

    @Override
    public String create(Credential who, String name, @Nullable String params) throws IfnetException {
        return engine.create(who, name, params);
    }

    @Override
    public void destroy(Credential who, String ifnet) throws IfnetException {
        engine.destroy(who, ifnet);
    }

    @Override
    public Map<String, IfnetException> destroyAll(Credential who, List<String> ifnets) throws IfnetException {
        return engine.destroyAll(who, ifnets);
    }

    @Override
    public List<String> list() {
        return engine.list();
    }

    @Override
    public Registration listen(ClonerListener listener, boolean replay) {
        return engine.listen(listener, replay);
    }
}
