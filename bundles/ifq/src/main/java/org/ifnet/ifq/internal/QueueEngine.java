package org.ifnet.ifq.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.IfnetCounters;
import org.ifnet.Registration;
import org.ifnet.control.Sysctl;
import org.ifnet.ifq.Classifier;
import org.ifnet.ifq.Discipline;
import org.ifnet.ifq.Ifq;
import org.ifnet.ifq.IfqEngine;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;

/** Makes queues, and tells them of disciplines that come and go. Any thread. */
public class QueueEngine implements IfqEngine {
    /** The place among the roll-ups of a netisr (reference 4.1). */
    private static final int ROLLUP_PRIORITY = 50;

    private final Env env;
    private final Stages stages;
    private final Disciplines disciplines = new Disciplines();
    private final Attachment.Shop attachments;
    /** Those that are open. */
    private final Set<TransmitIfq> queues = ConcurrentHashMap.newKeySet();

    private final StageLimit limit;
    private final Registration rollup;

    public QueueEngine(Env env, Netisr netisr) {
        Altq.load();
        this.env = env;
        stages = new Stages(netisr);
        limit = new StageLimit(stages);
        attachments = new Attachment.Shop(
                env, netisr, env.lock("ifq.attachments", Env.Rank.SUBQUEUE), disciplines, new AtomicInteger());
        rollup = netisr.rollup(ROLLUP_PRIORITY, stages::rollup);
    }

    @Override
    public Ifq create(Spec spec, Starter starter, IfnetCounters counters) {
        TransmitIfq queue = new TransmitIfq(this, new QueueSpec(spec), starter, counters);
        queues.add(queue);
        return queue;
    }

    void forget(TransmitIfq queue) {
        queues.remove(queue);
        ended(queue);
    }

    /** A queue has been closed. */
    void ended(TransmitIfq queue) {}

    /** Those that are open; changes while it is looked at. */
    final Set<TransmitIfq> queues() {
        return queues;
    }

    /** The sysctl {@code net.link.stage_cntmax}, for who registers it. */
    public final Sysctl stageLimit() {
        return limit;
    }

    public void add(String name, Discipline discipline) {
        disciplines.add(name, discipline);
        refresh(name);
    }

    /** What used it falls back to another of that name, or to the classic queue. */
    public void remove(String name, Discipline discipline) {
        disciplines.remove(name, discipline);
        refresh(name);
    }

    public void add(String name, Classifier classifier) {
        disciplines.add(name, classifier);
        refresh(name);
    }

    public void remove(String name, Classifier classifier) {
        disciplines.remove(name, classifier);
        refresh(name);
    }

    private void refresh(String name) {
        queues.forEach(q -> q.refresh(name));
    }

    /** Ends the roll-up; the queues are closed by those who made them. */
    public void close() {
        rollup.close();
    }

    Env env() {
        return env;
    }

    Stages stages() {
        return stages;
    }

    Attachment.Shop attachments() {
        return attachments;
    }

    void locked(Runnable change) {
        attachments.lock().lock();
        try {
            change.run();
        } finally {
            attachments.lock().unlock();
        }
    }
}
