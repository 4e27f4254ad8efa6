package org.ifnet.core.internal;

import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.control.ControlRecord;
import org.ifnet.control.Credential;
import org.ifnet.control.Privilege;
import org.ifnet.control.Sysctl;
import org.ifnet.control.Sysctls;

/** All runtime values by name. When two have one name the first counts, and the second when it goes. Any thread. */
final class SysctlRegistry implements Sysctls {
    private final AtomicReference<Sysctl[]> nodes = new AtomicReference<>(new Sysctl[0]);
    private final Records records;

    SysctlRegistry(Records records) {
        this.records = records;
    }

    void add(Sysctl node) {
        nodes.updateAndGet(old -> Snapshot.with(old, node));
    }

    void remove(Sysctl node) {
        nodes.updateAndGet(old -> Snapshot.without(old, node));
    }

    @Override
    public List<Sysctl> list(String prefix) {
        TreeMap<String, Sysctl> found = new TreeMap<>();
        for (Sysctl node : nodes.get()) {
            String name = node.name();
            if (prefix.isEmpty() || name.equals(prefix) || name.startsWith(prefix + ".")) {
                found.putIfAbsent(name, node);
            }
        }
        return List.copyOf(found.values());
    }

    @Override
    public Sysctl require(String name) throws IfnetException {
        for (Sysctl node : nodes.get()) {
            if (node.name().equals(name)) {
                return node;
            }
        }
        throw new IfnetException(Errno.ENOENT, "unknown oid '" + name + "'");
    }

    @Override
    public void set(Credential who, String name, String value) throws IfnetException {
        who.require(Privilege.SYSCTL, "sysctl " + name);
        require(name).set(value);
        records.emit(new ControlRecord.SysctlSet(who.who(), name, value));
    }
}
