package org.ifnet.shell.internal;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.ifnet.Ifnet;
import org.ifnet.control.Credential;

/** A stand-in for a service: notes every call as text, and answers or fails as it was told. */
final class Calls {
    final List<String> log = new ArrayList<>();
    private final Map<String, Object> answers = new HashMap<>();

    Calls answer(String method, Object value) {
        answers.put(method, value);
        return this;
    }

    <T> T as(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (method.getDeclaringClass() == Object.class) {
                return method.getName().equals("toString") ? "a fake " + type.getSimpleName() : null;
            }
            log.add(method.getName()
                    + Arrays.stream(args == null ? new Object[0] : args)
                            .filter(arg -> !(arg instanceof Credential))
                            .map(arg -> arg instanceof Ifnet ifnet ? ifnet.name() : String.valueOf(arg))
                            .collect(Collectors.joining(", ", "(", ")")));
            Object answer = answers.get(method.getName());
            if (answer instanceof Throwable failure) {
                throw failure;
            }
            return answer;
        }));
    }
}
