package org.ifnet.ifq.internal;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;

import org.ifnet.control.BootValues;
import org.ifnet.control.Sysctl;
import org.ifnet.ifq.Classifier;
import org.ifnet.ifq.Discipline;
import org.ifnet.ifq.IfqEngine;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.LoggerFactory;

/** The engine as a service with its sysctl; disciplines and classifiers come and go. */
@Component(service = IfqEngine.class, configurationPid = QueueComponent.PID)
public final class QueueComponent extends QueueEngine {
    static final String PID = "org.ifnet.ifq";

    private final StageLimit limit = new StageLimit(stages());
    private final BootValues boot =
            new BootValues(PID, List.of(limit), LoggerFactory.getLogger(QueueComponent.class)::warn);
    private final ServiceRegistration<Sysctl> node;

    @Activate
    public QueueComponent(
            BundleContext context, @Reference Env env, @Reference Netisr netisr, Map<String, Object> configuration) {
        super(env, netisr);
        boot.apply(configuration);
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Sysctl.NAME, limit.name());
        node = context.registerService(Sysctl.class, limit, properties);
    }

    /** In place: no packet notices. */
    @Modified
    void modified(Map<String, Object> configuration) {
        boot.apply(configuration);
    }

    @Deactivate
    void deactivate() {
        node.unregister();
        close();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindDiscipline(Discipline discipline, Map<String, Object> properties) {
        add(String.valueOf(properties.get(Discipline.NAME)), discipline);
    }

    void unbindDiscipline(Discipline discipline, Map<String, Object> properties) {
        remove(String.valueOf(properties.get(Discipline.NAME)), discipline);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindClassifier(Classifier classifier, Map<String, Object> properties) {
        add(String.valueOf(properties.get(Classifier.NAME)), classifier);
    }

    void unbindClassifier(Classifier classifier, Map<String, Object> properties) {
        remove(String.valueOf(properties.get(Classifier.NAME)), classifier);
    }
}
