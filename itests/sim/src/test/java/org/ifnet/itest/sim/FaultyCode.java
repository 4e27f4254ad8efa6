package org.ifnet.itest.sim;

import java.lang.reflect.Method;
import java.util.Map;

import org.ifnet.netisr.EnvLock;

/** What patched methods call instead of what they should. */
public final class FaultyCode {
    private FaultyCode() {}

    /** Room for others where there is no lock any more. */
    public static void lockBriefly(EnvLock lock) {
        lock.lock();
        lock.unlock();
    }

    /** The owner by the name that the interface has now: any unit of a cloner with that prefix. */
    public static Object ownerByName(Map<?, ?> owners, Object handle, String name) {
        Object own = owners.get(handle);
        if (own != null && letters(unitName(own)).equals(letters(name))) {
            return own;
        }
        for (Object other : owners.values()) {
            if (letters(unitName(other)).equals(letters(name))) {
                return other;
            }
        }
        return null;
    }

    private static String letters(String name) {
        return name.replaceAll("[0-9].*", "");
    }

    private static String unitName(Object unit) {
        try {
            Method name = unit.getClass().getDeclaredMethod("name");
            name.setAccessible(true);
            return (String) name.invoke(unit);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
