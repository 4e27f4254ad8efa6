package org.ifnet.core.internal;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.IfnetListener;
import org.ifnet.Ifnets;
import org.ifnet.Registration;
import org.ifnet.driver.IfnetDriver;
import org.jspecify.annotations.Nullable;

/** The table as others see it. */
final class InterfaceTable implements Ifnets {
    private final Table table;
    private final Events events;
    private final Lifecycle lifecycle;

    InterfaceTable(Table table, Events events, Lifecycle lifecycle) {
        this.table = table;
        this.events = events;
        this.lifecycle = lifecycle;
    }

    @Override
    public @Nullable Ifnet byName(String name) {
        return table.byName(name);
    }

    @Override
    public @Nullable Ifnet byIndex(int index) {
        return table.byIndex(index);
    }

    @Override
    public @Nullable Ifnet byHandle(int handle) {
        return table.byHandle(handle);
    }

    @Override
    public List<Ifnet> list() {
        return table.list();
    }

    @Override
    public Registration listen(IfnetListener listener, boolean replay) {
        return events.listen(listener, replay);
    }

    @Override
    public Attachment attach(String name, IfnetDriver driver, @Nullable String group) throws IfnetException {
        if (lifecycle.mustNotWait()) {
            throw new IllegalStateException("attach may block: not on a netisr, not in a listener");
        }
        return new Attached(lifecycle.attach(name, driver, lifecycle.attempt(group)), lifecycle);
    }

    @Override
    public void detachAll(List<? extends Attachment> attachments) {
        List<CoreIfnet> ours = new ArrayList<>(attachments.size());
        for (Attachment attachment : attachments) {
            if (attachment instanceof Attached attached && attached.lifecycle == lifecycle) {
                ours.add(attached.ifnet);
            } else {
                attachment.detach();
            }
        }
        lifecycle.detach(ours);
    }

    private record Attached(CoreIfnet ifnet, Lifecycle lifecycle) implements Attachment {
        @Override
        public void detach() {
            lifecycle.detach(ifnet);
        }
    }
}
