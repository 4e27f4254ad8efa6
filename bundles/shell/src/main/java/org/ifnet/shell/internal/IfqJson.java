package org.ifnet.shell.internal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.ifnet.DropReason;
import org.ifnet.Ifnet;
import org.ifnet.ifq.ClassStats;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.Ifq;
import org.ifnet.ifq.Regulator;
import org.ifnet.ifq.SubqueueStats;

/** The transmit queues of interfaces as JSON. */
final class IfqJson {
    private final Json json = new Json();

    static String of(List<Ifnet> all) {
        IfqJson writer = new IfqJson();
        writer.json.openList();
        all.forEach(writer::ifnet);
        return writer.json.closeList().toString();
    }

    private void ifnet(Ifnet ifnet) {
        Ifq q = ifnet.queue();
        json.open().field("name", ifnet.name()).field("map", q.map().name().toLowerCase(Locale.ROOT));
        json.field("maxLength", q.maxLength()).field("maxBytes", q.maxBytes());
        Regulator r = q.regulator();
        if (r != null) {
            json.key("tbr")
                    .open()
                    .field("bandwidth", r.bandwidth())
                    .field("depth", r.depth())
                    .close();
        }
        DisciplineSpec spec = q.discipline();
        if (spec != null) {
            json.key("altq").open();
            discipline(q, spec);
            json.close();
        }
        json.key("subqueues").openList();
        for (int i = 0; i < q.count(); i++) {
            subqueue(q, i);
        }
        json.closeList().key("queues").openList();
        q.classes().forEach(this::queue);
        json.closeList().close();
    }

    private void discipline(Ifq q, DisciplineSpec spec) {
        json.field("discipline", spec.discipline()).field("state", IfqShow.state(q));
        settings(spec.settings());
        json.key("queues").openList();
        for (DisciplineSpec.ClassSpec c : spec.classes()) {
            json.open().field("name", c.name()).field("parent", c.parent());
            settings(c.settings());
            json.close();
        }
        json.closeList().key("matches").openList();
        for (DisciplineSpec.FilterSpec f : spec.filters()) {
            json.open()
                    .field("match", f.match())
                    .field("value", f.value())
                    .field("queue", f.className())
                    .close();
        }
        json.closeList();
    }

    private void settings(Map<String, String> settings) {
        json.key("settings").open();
        new TreeMap<>(settings).forEach(json::field);
        json.close();
    }

    private void subqueue(Ifq q, int index) {
        SubqueueStats s = q.subqueue(index).stats();
        json.open().field("index", index).field("cpu", q.owner(index));
        json.field("oactive", q.subqueue(index).isOactive());
        json.field("enqueued", s.enqueued()).field("enqueuedBytes", s.enqueuedBytes());
        json.field("sent", s.sent()).field("sentBytes", s.sentBytes());
        json.field("queued", s.queued()).field("queuedBytes", s.queuedBytes());
        drops(s.dropped(), s.droppedBytes());
        json.field("starts", s.starts()).field("scheduled", s.scheduled()).field("avoided", s.avoided());
        json.field("contended", s.contended()).field("chased", s.chased()).field("stages", s.stages());
        json.close();
    }

    private void queue(ClassStats c) {
        json.open().field("name", c.name()).field("enqueued", c.enqueued()).field("enqueuedBytes", c.enqueuedBytes());
        json.field("sent", c.sent()).field("sentBytes", c.sentBytes());
        json.field("queued", c.queued()).field("queuedBytes", c.queuedBytes());
        drops(c.dropped(), c.droppedBytes());
        json.close();
    }

    private void drops(Map<DropReason, Long> packets, Map<DropReason, Long> bytes) {
        json.key("dropped").open();
        packets.forEach((reason, n) -> json.key(reason.name())
                .open()
                .field("packets", n.longValue())
                .field("bytes", bytes.getOrDefault(reason, 0L).longValue())
                .close());
        json.close();
    }
}
