package org.ifnet.ether.internal;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.ifnet.DropReason;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetCounters;
import org.ifnet.domain.Domain;
import org.ifnet.link.LinkPort;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/** An interface in memory that writes down what the link layer does with it. */
final class TestPort implements LinkPort {
    static final long OWN = 0x0200_0000_0001L;

    int flags = IfFlags.UP | IfFlags.RUNNING | IfFlags.BROADCAST | IfFlags.SIMPLEX | IfFlags.MULTICAST;
    int mtu = 1500;
    final IfnetCounters counters = new IfnetCounters();
    final Map<Integer, Domain> domains = new HashMap<>();
    final List<Mbuf> sent = new ArrayList<>();
    final List<Mbuf> looped = new ArrayList<>();
    final List<String> hookSaw = new ArrayList<>();
    Predicate<Mbuf> hook = m -> true;
    private final MbufBatch scratch = new MbufBatch();
    private final Ifnet ifnet =
            (Ifnet) Proxy.newProxyInstance(Ifnet.class.getClassLoader(), new Class<?>[] {Ifnet.class}, this::answer);

    private @Nullable Object answer(Object proxy, Method method, Object @Nullable [] args) {
        switch (method.getName()) {
            case "flags":
                return flags;
            case "has":
                int asked = (Integer) args[0];
                return (flags & asked) == asked;
            case "mtu":
                return mtu;
            case "lladdr":
                return new MacAddress(OWN);
            case "counters":
                return counters;
            case "name":
            case "toString":
                return "test0";
            case "hashCode":
                return System.identityHashCode(proxy);
            case "equals":
                return proxy == args[0];
            default:
                throw new UnsupportedOperationException(method.getName());
        }
    }

    long drops(DropReason reason) {
        return counters.drops().get(reason);
    }

    @Override
    public Ifnet ifnet() {
        return ifnet;
    }

    @Override
    public boolean passInput(Mbuf frame) {
        hookSaw.add(Long.toHexString(frame.get64(0) >>> 16) + (frame.has(Mbuf.PROMISC) ? " promisc" : ""));
        return hook.test(frame);
    }

    @Override
    public @Nullable Domain domain(int etherType) {
        return domains.get(etherType);
    }

    @Override
    public @Nullable Domain domainOfFamily(int family) {
        return null;
    }

    @Override
    public int enqueue(Mbuf frame) {
        sent.add(frame);
        return 0;
    }

    @Override
    public void drop(DropReason reason, Mbuf m) {
        counters.drops().drop(reason, m);
    }

    @Override
    public void reinput(Mbuf packet, int etherType) {
        looped.add(packet);
    }

    @Override
    public @Nullable Object state() {
        return null;
    }

    @Override
    public void state(@Nullable Object state) {}

    @Override
    public MbufBatch scratch(int slot) {
        if (slot != 0 || !scratch.isEmpty()) {
            throw new IllegalStateException("scratch " + slot + " holds " + scratch.size());
        }
        return scratch;
    }
}
