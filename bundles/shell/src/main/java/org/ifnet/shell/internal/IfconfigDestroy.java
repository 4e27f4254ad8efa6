package org.ifnet.shell.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;

/** Destroys interfaces: one, several or a group. */
final class IfconfigDestroy {
    private final Platform platform;

    IfconfigDestroy(Platform platform) {
        this.platform = platform;
    }

    void group(String group) throws IfnetException {
        named(platform.groups().members(group).stream().map(Ifnet::name).toList());
    }

    /** Of several, each is judged by itself; the failure tells the first reason and how many are left. */
    void named(List<String> names) throws IfnetException {
        for (String name : names) {
            // A mistyped word destroys nothing.
            platform.ifnets().require(name);
        }
        if (names.size() == 1) {
            platform.cloners().destroy(platform.who(), names.get(0));
            return;
        }
        Map<String, IfnetException> failed = destroyAll(names);
        if (!failed.isEmpty()) {
            Map.Entry<String, IfnetException> first =
                    failed.entrySet().iterator().next();
            String reason = String.valueOf(first.getValue().getMessage());
            throw new IfnetException(
                    first.getValue().errno(),
                    (reason.contains(first.getKey()) ? reason : first.getKey() + ": " + reason) + " (" + failed.size()
                            + " of " + names.size() + " not destroyed: " + String.join(" ", failed.keySet()) + ")",
                    first.getValue());
        }
    }

    private Map<String, IfnetException> destroyAll(List<String> names) throws IfnetException {
        Map<String, IfnetException> failed = new LinkedHashMap<>();
        for (String name : names) {
            // The other end of a pair went with the first.
            if (platform.ifnets().byName(name) != null) {
                try {
                    platform.cloners().destroy(platform.who(), name);
                } catch (IfnetException e) {
                    failed.put(name, e);
                }
            }
        }
        return failed;
    }
}
