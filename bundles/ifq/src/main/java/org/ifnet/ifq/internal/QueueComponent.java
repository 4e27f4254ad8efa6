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
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine as a service with its sysctl; disciplines and classifiers come and go. */
@Component(service = IfqEngine.class, configurationPid = QueueComponent.PID)
public final class QueueComponent extends QueueEngine {
    static final String PID = "org.ifnet.ifq";

    private static final Logger LOG = LoggerFactory.getLogger(QueueComponent.class);

    private final BootValues boot = new BootValues(PID, List.of(stageLimit()), LOG::warn);
    private final ServiceRegistration<Sysctl> node;
    private final @Nullable QueueEvents events;

    @Activate
    public QueueComponent(
            BundleContext context, @Reference Env env, @Reference Netisr netisr, Map<String, Object> configuration) {
        super(env, netisr);
        boot.apply(configuration);
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Sysctl.NAME, stageLimit().name());
        node = context.registerService(Sysctl.class, stageLimit(), properties);
        events = record();
    }

    /** A virtual machine need not have a flight recorder. */
    private @Nullable QueueEvents record() {
        try {
            QueueEvents opened = new QueueEvents(env(), queues());
            opened.open();
            return opened;
        } catch (LinkageError e) {
            LOG.info("no flight recorder here: {}", e.toString());
            return null;
        }
    }

    @Override
    void ended(TransmitIfq queue) {
        QueueEvents recorder = events;
        if (recorder != null) {
            recorder.ended(queue);
        }
    }

    /** In place: no packet notices. */
    @Modified
    void modified(Map<String, Object> configuration) {
        boot.apply(configuration);
    }

    @Deactivate
    void deactivate() {
        node.unregister();
        if (events != null) {
            events.close();
        }
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
