package org.ifnet.core.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.control.Sysctl;
import org.ifnet.control.SysctlBranch;
import org.jspecify.annotations.Nullable;

/**
 * The MIB of interfaces (if_mib, reference 8): {@code net.link.generic.ifdata.<index>.general.*} and {@code
 * .linkspecific}. Nodes are made for who asks; counters are sums, and the only values that can be set.
 */
final class IfdataBranch implements SysctlBranch {
    private static final String ROOT = "net.link.generic.ifdata";

    private final Ifnets ifnets;

    IfdataBranch(Ifnets ifnets) {
        this.ifnets = ifnets;
    }

    @Override
    public String name() {
        return ROOT;
    }

    @Override
    public List<Sysctl> list(String prefix) {
        List<Sysctl> found = new ArrayList<>();
        if (prefix.equals(ROOT)) {
            for (Ifnet ifnet : ifnets.list()) {
                addAll(found, ifnet, "");
            }
        } else {
            Ifnet ifnet = ifnetOf(prefix);
            if (ifnet != null) {
                addAll(found, ifnet, leafOf(prefix));
            }
        }
        found.sort(Comparator.comparing(Sysctl::name));
        return Collections.unmodifiableList(found);
    }

    private static void addAll(List<Sysctl> found, Ifnet ifnet, String under) {
        for (IfdataLeaf leaf : IfdataLeaf.ALL) {
            if (under.isEmpty() || leaf.name().equals(under) || leaf.name().startsWith(under + ".")) {
                found.add(node(ifnet, leaf));
            }
        }
    }

    @Override
    public Sysctl require(String name) throws IfnetException {
        Ifnet ifnet = ifnetOf(name);
        if (ifnet == null) {
            throw new IfnetException(Errno.ENOENT, "unknown oid '" + name + "': no interface has that index");
        }
        String wanted = leafOf(name);
        for (IfdataLeaf leaf : IfdataLeaf.ALL) {
            if (leaf.name().equals(wanted)) {
                return node(ifnet, leaf);
            }
        }
        throw new IfnetException(Errno.ENOENT, "unknown oid '" + name + "'");
    }

    /** The interface whose index follows the name of the branch, as a number without sign and leading zeros. */
    private @Nullable Ifnet ifnetOf(String name) {
        String rest = name.substring(ROOT.length() + 1);
        int dot = rest.indexOf('.');
        String index = dot < 0 ? rest : rest.substring(0, dot);
        return index.matches("[1-9][0-9]{0,8}") ? ifnets.byIndex(Integer.parseInt(index)) : null;
    }

    private static String leafOf(String name) {
        int dot = name.indexOf('.', ROOT.length() + 1);
        return dot < 0 ? "" : name.substring(dot + 1);
    }

    private static Sysctl node(Ifnet ifnet, IfdataLeaf leaf) {
        return new Node(ROOT + "." + ifnet.index() + "." + leaf.name(), ifnet, leaf);
    }

    /** One value of one interface; the interface may go while somebody holds it. */
    private record Node(String name, Ifnet ifnet, IfdataLeaf leaf) implements Sysctl {
        @Override
        public String description() {
            return leaf.description();
        }

        @Override
        public String get() {
            return leaf.getter().apply(ifnet);
        }

        @Override
        public void set(String value) throws IfnetException {
            if (leaf.counter() == null) {
                throw new IfnetException(Errno.EPERM, name + " is read-only");
            }
            if (!ifnet.isAttached()) {
                throw new IfnetException(Errno.ENOENT, "unknown oid '" + name + "': its interface has gone");
            }
            ifnet.counters().set(leaf.counter(), parse(value));
        }

        private long parse(String value) throws IfnetException {
            if (value.trim().matches("[0-9]{1,18}")) {
                return Long.parseLong(value.trim());
            }
            throw new IfnetException(
                    Errno.EINVAL, name + ": '" + value + "' is not a number from 0 to 999999999999999999");
        }
    }
}
