package org.ifnet.inet6.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.control.Sysctl;
import org.junit.jupiter.api.Test;

class Inet6ConfigTest {
    /** As DS makes names of methods. */
    private static String attribute(Method method) {
        return method.getName().replace("__", "\u0000").replace('_', '.').replace('\u0000', '_');
    }

    private static boolean canBeSet(Sysctl node) {
        try {
            node.set(node.get());
            return true;
        } catch (IfnetException e) {
            assertEquals(Errno.EPERM, e.errno());
            return false;
        }
    }

    @Test
    void everyAttributeIsAValueWithThatDefaultAndEveryValueThatCanBeSetAnAttribute() {
        Map<String, String> values = new TreeMap<>();
        for (Sysctl node : new Knobs().all()) {
            if (canBeSet(node)) {
                values.put(node.name(), node.get());
            }
        }
        Map<String, String> attributes = new TreeMap<>();
        for (Method method : Inet6Config.class.getDeclaredMethods()) {
            attributes.put(attribute(method), method.getDefaultValue().toString());
        }
        assertTrue(values.size() > 2);
        assertEquals(values, attributes);
    }
}
