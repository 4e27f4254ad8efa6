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
import org.ifnet.control.SysctlBranch;
import org.ifnet.control.Sysctls;
import org.jspecify.annotations.Nullable;

/** All runtime values by name. When two have one name the first counts, and the second when it goes. Any thread. */
final class SysctlRegistry implements Sysctls {
    private final AtomicReference<Sysctl[]> nodes = new AtomicReference<>(new Sysctl[0]);
    private final AtomicReference<SysctlBranch[]> branches = new AtomicReference<>(new SysctlBranch[0]);
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

    void add(SysctlBranch branch) {
        branches.updateAndGet(old -> Snapshot.with(old, branch));
    }

    void remove(SysctlBranch branch) {
        branches.updateAndGet(old -> Snapshot.without(old, branch));
    }

    @Override
    public List<Sysctl> list(String prefix) {
        TreeMap<String, Sysctl> found = new TreeMap<>();
        for (Sysctl node : nodes.get()) {
            if (isUnder(node.name(), prefix)) {
                found.putIfAbsent(node.name(), node);
            }
        }
        for (SysctlBranch branch : branches.get()) {
            String from = isUnder(branch.name(), prefix) ? branch.name() : prefix;
            if (isUnder(from, branch.name())) {
                branch.list(from).forEach(node -> found.putIfAbsent(node.name(), node));
            }
        }
        return List.copyOf(found.values());
    }

    private static boolean isUnder(String name, String prefix) {
        return prefix.isEmpty() || name.equals(prefix) || name.startsWith(prefix + ".");
    }

    private @Nullable Sysctl lasting(String name) {
        for (Sysctl node : nodes.get()) {
            if (node.name().equals(name)) {
                return node;
            }
        }
        return null;
    }

    @Override
    public Sysctl require(String name) throws IfnetException {
        Sysctl node = lasting(name);
        if (node != null) {
            return node;
        }
        for (SysctlBranch branch : branches.get()) {
            if (name.startsWith(branch.name() + ".")) {
                return branch.require(name);
            }
        }
        throw new IfnetException(Errno.ENOENT, "unknown oid '" + name + "'");
    }

    @Override
    public void set(Credential who, String name, String value) throws IfnetException {
        who.require(Privilege.SYSCTL, "sysctl " + name);
        Sysctl node = lasting(name);
        if (node == null) {
            // What a branch makes belongs to something that comes and goes: it is not asked for again.
            require(name).set(value);
            return;
        }
        node.set(value);
        records.emit(new ControlRecord.SysctlSet(who.who(), name, value));
    }
}
