package org.ifnet.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;

import org.ifnet.control.Sysctl;
import org.junit.jupiter.api.Test;

class CoreConfigTest {
    private static final Settings SETTINGS = new Settings();

    /** As DS makes names of methods. */
    private static String attribute(Method method) {
        return method.getName().replace("__", "\u0000").replace('_', '.').replace('\u0000', '_');
    }

    @Test
    void everyAttributeIsAValueWithThatDefaultAndEveryValueThatCanBeSetAnAttribute() {
        Map<String, String> values = new TreeMap<>();
        for (Sysctl node : SETTINGS.sysctls(() -> 0)) {
            if (((IntSysctl) node).setter() != null) {
                values.put(node.name(), node.get());
            }
        }
        Map<String, String> attributes = new TreeMap<>();
        for (Method method : CoreConfig.class.getDeclaredMethods()) {
            assertNotNull(method.getDefaultValue(), method.getName());
            attributes.put(attribute(method), method.getDefaultValue().toString());
        }
        assertTrue(values.size() > 3);
        assertEquals(values, attributes);
    }
}
