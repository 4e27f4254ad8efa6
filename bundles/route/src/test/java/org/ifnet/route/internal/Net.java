package org.ifnet.route.internal;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetException;
import org.ifnet.IfnetListener;
import org.ifnet.Ifnets;
import org.ifnet.LinkState;
import org.ifnet.control.ControlRecord;
import org.ifnet.control.Credential;
import org.ifnet.control.IfnetControl;
import org.ifnet.netisr.Netisr;
import org.ifnet.netisr.internal.RealEnv;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/** Interfaces in memory around a route engine; netctl is the calling thread. */
final class Net {
    static final Credential ROOT = Credential.full("test");

    final List<Port> ports = new ArrayList<>();
    final List<String> controls = new ArrayList<>();
    final List<ControlRecord> records = new ArrayList<>();
    private final List<IfnetListener> listeners = new ArrayList<>();
    final RouteEngine engine;
    private long sequence;
    boolean netctl;
    /** Happens once, on the way to netctl. */
    Runnable beforeMessage = () -> {};

    /** Messages that netctl got. */
    int messages;

    Net() {
        engine = new RouteEngine(new RealEnv(), netisr(), ifnets(), control());
        engine.addControlListener(records::add);
    }

    /** One interface. */
    final class Port {
        String name;
        final int index;
        final IfType type;
        int flags;
        boolean attached = true;
        boolean refusesUp;
        final Ifnet ifnet = proxy(Ifnet.class, this::answer);

        Port(String name, int index, IfType type, int flags) {
            this.name = name;
            this.index = index;
            this.type = type;
            this.flags = flags;
        }

        private @Nullable Object answer(Method method, Object @Nullable [] args) {
            switch (method.getName()) {
                case "name":
                    return name;
                case "index", "handle":
                    return index;
                case "mtu":
                    return 1500;
                case "linkState":
                    return LinkState.UP;
                case "type":
                    return type;
                case "flags":
                    return flags;
                case "has":
                    return (flags & (Integer) args[0]) == (Integer) args[0];
                case "isAttached":
                    return attached;
                case "lladdr":
                    return type == IfType.ETHER ? new MacAddress(0x0200_0000_0000L | index) : null;
                default:
                    throw new UnsupportedOperationException(method.getName());
            }
        }

        void up() {
            flags |= IfFlags.UP | IfFlags.RUNNING;
            tell(new IfnetEvent.Up(sequence++, ifnet));
        }

        void down() {
            flags &= ~IfFlags.UP;
            tell(new IfnetEvent.Down(sequence++, ifnet));
        }

        void rename(String newName) {
            String old = name;
            name = newName;
            tell(new IfnetEvent.Renamed(sequence++, ifnet, old));
        }

        void detach() {
            attached = false;
            tell(new IfnetEvent.Detaching(sequence++, ifnet));
            ports.remove(this);
            tell(new IfnetEvent.Detached(sequence++, ifnet));
        }
    }

    Port ether(String name) {
        return add(name, IfType.ETHER, IfFlags.BROADCAST | IfFlags.SIMPLEX | IfFlags.MULTICAST);
    }

    Port pointToPoint(String name) {
        return add(name, IfType.PPP, IfFlags.POINTOPOINT);
    }

    Port loop(String name) {
        return add(name, IfType.LOOP, IfFlags.LOOPBACK | IfFlags.MULTICAST);
    }

    private Port add(String name, IfType type, int flags) {
        Port port = new Port(name, ports.size() + 1, type, flags);
        ports.add(port);
        tell(new IfnetEvent.Attached(sequence++, port.ifnet));
        return port;
    }

    private void tell(IfnetEvent event) {
        List.copyOf(listeners).forEach(listener -> listener.event(event));
    }

    private Netisr netisr() {
        return proxy(Netisr.class, (method, args) -> {
            if (!method.getName().equals("call")) {
                throw new UnsupportedOperationException(method.getName());
            }
            messages++;
            Runnable first = beforeMessage;
            beforeMessage = () -> {};
            first.run();
            boolean was = netctl;
            netctl = true;
            try {
                return ((Callable<?>) args[1]).call();
            } finally {
                netctl = was;
            }
        });
    }

    private Ifnets ifnets() {
        return proxy(Ifnets.class, (method, args) -> {
            switch (method.getName()) {
                case "list":
                    return ports.stream().map(port -> port.ifnet).toList();
                case "require":
                    for (Port port : ports) {
                        if (port.name.equals(args[0])) {
                            return port.ifnet;
                        }
                    }
                    throw IfnetException.noSuchInterface((String) args[0]);
                case "listen":
                    listeners.add((IfnetListener) args[0]);
                    return (org.ifnet.Registration) () -> listeners.remove(args[0]);
                default:
                    throw new UnsupportedOperationException(method.getName());
            }
        });
    }

    private IfnetControl control() {
        return proxy(IfnetControl.class, (method, args) -> {
            Port port = ports.stream()
                    .filter(candidate -> candidate.ifnet == args[1])
                    .findFirst()
                    .orElseThrow();
            if (netctl) {
                throw new IllegalStateException("netctl calls a driver");
            }
            controls.add(port.name + " +" + IfFlags.names((Integer) args[2]) + " -" + IfFlags.names((Integer) args[3]));
            if (port.refusesUp) {
                throw new IfnetException(Errno.EIO, port.name + " has no cable");
            }
            if ((Integer) args[2] != 0) {
                port.up();
            } else {
                port.down();
            }
            return null;
        });
    }

    /** What a fake interface does with a call. */
    interface Answer {
        @Nullable
        Object to(Method method, Object[] args) throws Exception;
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            switch (method.getName()) {
                case "hashCode":
                    return System.identityHashCode(self);
                case "equals":
                    return self == args[0];
                case "toString":
                    return type.getSimpleName();
                default:
                    return answer.to(method, args);
            }
        }));
    }
}
