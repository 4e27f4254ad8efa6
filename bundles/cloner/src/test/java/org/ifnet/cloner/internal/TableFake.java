package org.ifnet.cloner.internal;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetException;
import org.ifnet.IfnetListener;
import org.ifnet.Ifnets;
import org.ifnet.Registration;
import org.ifnet.driver.IfnetDriver;
import org.jspecify.annotations.Nullable;

/** A table of interfaces that only have a name and a handle. */
final class TableFake implements Ifnets {
    final Map<String, Port> byName = new ConcurrentHashMap<>();
    final List<IfnetListener> listeners = new CopyOnWriteArrayList<>();
    final List<String> log = new CopyOnWriteArrayList<>();
    /** What happens to an interface before its attach returns. */
    volatile Consumer<Port> onAttach = port -> {};

    private final AtomicInteger handles = new AtomicInteger();

    /** One interface: what the engine may ask of it is answered, anything else fails the test. */
    final class Port implements Attachment {
        final int handle = handles.incrementAndGet();
        final AtomicBoolean attached = new AtomicBoolean(true);
        final Ifnet ifnet;
        volatile String name;

        Port(String name) {
            this.name = name;
            ifnet = (Ifnet) Proxy.newProxyInstance(
                    TableFake.class.getClassLoader(),
                    new Class<?>[] {Ifnet.class},
                    (self, method, args) -> switch (method.getName()) {
                        case "name" -> this.name;
                        case "handle" -> handle;
                        case "isAttached" -> attached.get();
                        case "toString" -> this.name;
                        default -> throw new UnsupportedOperationException(method.getName());
                    });
        }

        @Override
        public Ifnet ifnet() {
            return ifnet;
        }

        @Override
        public void detach() {
            if (attached.getAndSet(false)) {
                byName.remove(name, this);
                log.add("-" + name);
                listeners.forEach(l -> l.event(new IfnetEvent.Detached(0, ifnet)));
            }
        }
    }

    @Override
    public Attachment attach(String name, IfnetDriver driver, @Nullable String group) throws IfnetException {
        Port port = new Port(name);
        if (byName.putIfAbsent(name, port) != null) {
            throw new IfnetException(Errno.EEXIST, name + " is taken");
        }
        log.add("+" + name);
        onAttach.accept(port);
        return port;
    }

    void rename(String from, String to) {
        Port port = byName.remove(from);
        port.name = to;
        byName.put(to, port);
    }

    List<String> names() {
        List<String> names = new ArrayList<>(byName.keySet());
        names.sort(null);
        return names;
    }

    @Override
    public Ifnet byName(String name) {
        Port port = byName.get(name);
        return port == null ? null : port.ifnet;
    }

    @Override
    public Ifnet byIndex(int index) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Ifnet byHandle(int handle) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Ifnet> list() {
        return byName.values().stream().map(port -> port.ifnet).toList();
    }

    @Override
    public Registration listen(IfnetListener listener, boolean replay) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
