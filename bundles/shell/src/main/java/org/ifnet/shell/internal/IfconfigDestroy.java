package org.ifnet.shell.internal;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;

/** Destroys interfaces: one, several or a group, which then wait for the netisrs together. */
final class IfconfigDestroy {
    /** An error stays one line that can be read. */
    private static final int MOST_NAMES = 8;

    private final Platform platform;

    IfconfigDestroy(Platform platform) {
        this.platform = platform;
    }

    void group(String group) throws IfnetException {
        destroy(platform.groups().members(group).stream().map(Ifnet::name).toList());
    }

    void named(List<String> names) throws IfnetException {
        for (String name : names) {
            // A mistyped word destroys nothing.
            platform.ifnets().require(name);
        }
        destroy(names);
    }

    private void destroy(List<String> names) throws IfnetException {
        if (names.size() == 1) {
            platform.cloners().destroy(platform.who(), names.get(0));
            return;
        }
        Map<String, IfnetException> failed = platform.cloners().destroyAll(platform.who(), names);
        if (!failed.isEmpty()) {
            throw failure(failed, names.size());
        }
    }

    /** Each was judged by itself: tells the first reason, and which are left. */
    private static IfnetException failure(Map<String, IfnetException> failed, int asked) {
        String left = failed.keySet().stream().limit(MOST_NAMES).collect(Collectors.joining(" "));
        IfnetException first = failed.values().iterator().next();
        return new IfnetException(
                first.errno(),
                first.getMessage() + " (" + failed.size() + " of " + asked + " not destroyed: " + left
                        + (failed.size() > MOST_NAMES ? " ..." : "") + ")",
                first);
    }
}
