package org.ifnet.itest.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.ifnet.IfnetEvent;
import org.ifnet.IfnetListener;

/** Writes down events in the order in which it is told of them, each as its kind and the name of the interface then. */
final class Recorder implements IfnetListener {
    private final List<IfnetEvent> events = new CopyOnWriteArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void event(IfnetEvent event) {
        events.add(event);
        lines.add(event.getClass().getSimpleName() + " " + event.ifnet().name());
    }

    /** For example {@code "Attached em0"}. */
    List<String> lines() {
        return new ArrayList<>(lines);
    }

    /** The lines about one interface, without its name. */
    List<String> of(String name) {
        List<String> kinds = new ArrayList<>();
        for (String line : lines) {
            if (line.endsWith(" " + name)) {
                kinds.add(line.substring(0, line.length() - name.length() - 1));
            }
        }
        return kinds;
    }

    /** All of one kind. */
    <E extends IfnetEvent> List<E> of(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    void clear() {
        events.clear();
        lines.clear();
    }
}
