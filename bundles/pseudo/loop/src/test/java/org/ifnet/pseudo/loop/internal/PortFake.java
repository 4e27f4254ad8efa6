package org.ifnet.pseudo.loop.internal;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.ifnet.DropReason;
import org.ifnet.Ifnet;
import org.ifnet.IfnetCounters;
import org.ifnet.domain.Domain;
import org.ifnet.link.LinkPort;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;

/** An interface in memory that writes down what its link layer does. */
final class PortFake implements LinkPort {
    int mtu = 16384;
    boolean usable = true;
    Predicate<Mbuf> hook = m -> true;
    final IfnetCounters counters = new IfnetCounters();
    final Map<Integer, Domain> domains = new HashMap<>();
    final List<Mbuf> sent = new ArrayList<>();
    final List<Integer> hookSaw = new ArrayList<>();
    private final MbufBatch scratch = new MbufBatch();
    private final Ifnet ifnet = (Ifnet) Proxy.newProxyInstance(
            Ifnet.class.getClassLoader(),
            new Class<?>[] {Ifnet.class},
            (self, method, args) -> switch (method.getName()) {
                case "mtu" -> mtu;
                case "isUsable" -> usable;
                case "counters" -> counters;
                default -> throw new UnsupportedOperationException(method.getName());
            });

    @Override
    public Ifnet ifnet() {
        return ifnet;
    }

    @Override
    public boolean passInput(Mbuf frame) {
        hookSaw.add(frame.length());
        return hook.test(frame);
    }

    @Override
    public Domain domain(int etherType) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Domain domainOfFamily(int family) {
        return domains.get(family);
    }

    @Override
    public int enqueue(Mbuf frame) {
        sent.add(frame);
        return 0;
    }

    @Override
    public void reinput(Mbuf packet, int etherType) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void drop(DropReason reason, Mbuf m) {
        counters.drops().drop(reason, m);
    }

    @Override
    public Object state() {
        return null;
    }

    @Override
    public void state(Object state) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MbufBatch scratch(int slot) {
        if (!scratch.isEmpty()) {
            throw new IllegalStateException("scratch is not empty");
        }
        return scratch;
    }
}
