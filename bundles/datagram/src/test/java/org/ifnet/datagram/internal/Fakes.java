package org.ifnet.datagram.internal;

import java.lang.reflect.Proxy;

import org.ifnet.Ifnet;
import org.ifnet.IfnetCounters;

/** The few answers that endpoints need of the services around them. */
final class Fakes {
    private Fakes() {}

    /** What a service says to a call. */
    interface Answer {
        Object to(String name, Object[] args);
    }

    static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> switch (method.getName()) {
                    case "equals" -> self == args[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> answer.to(method.getName(), args);
                }));
    }

    static Ifnet ifnet(String name, int handle, IfnetCounters counters) {
        return proxy(Ifnet.class, (method, args) -> switch (method) {
            case "name", "toString" -> name;
            case "handle" -> handle;
            case "isAttached" -> true;
            case "counters" -> counters;
            default -> throw new UnsupportedOperationException(method);
        });
    }
}
