package org.ifnet.config.internal;

import org.ifnet.control.ControlListener;
import org.ifnet.control.ControlRecord;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens to explicit changes. Needs nobody, so that it is there whoever else comes and goes. */
@Component(
        service = {ControlListener.class, RecordsComponent.class},
        immediate = true)
public final class RecordsComponent implements ControlListener {
    private static final Logger LOG = LoggerFactory.getLogger(RecordsComponent.class);

    private final WantedRecords records = new WantedRecords();
    private final KeptState kept;

    @Activate
    public RecordsComponent(BundleContext context) {
        kept = new KeptState(context);
        WantedText.read(kept.take(), records);
    }

    @Deactivate
    void keep() {
        try {
            kept.put(WantedText.write(records));
        } catch (IllegalStateException e) {
            LOG.debug("the framework stops: wanted state ends here", e);
        }
    }

    @Override
    public void controlled(ControlRecord change) {
        records.controlled(change);
    }

    WantedRecords records() {
        return records;
    }
}
