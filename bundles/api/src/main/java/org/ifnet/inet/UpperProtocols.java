package org.ifnet.inet;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.ifnet.Ifnet;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.netisr.Netisr;

/** The {@link UpperProtocol}s of a family, in the order in which they came. Packets read without locks. */
public final class UpperProtocols {
    private static final long PATIENCE = 2_000_000_000L;

    private final Netisr netisr;
    private final AtomicReference<UpperProtocol[]> all = new AtomicReference<>(new UpperProtocol[0]);

    /** With none. */
    public UpperProtocols(Netisr netisr) {
        this.netisr = netisr;
    }

    /** From now on it is asked. Any thread. */
    public void add(UpperProtocol protocol) {
        all.updateAndGet(old -> {
            List<UpperProtocol> next = new ArrayList<>(List.of(old));
            next.add(protocol);
            return next.toArray(UpperProtocol[]::new);
        });
    }

    /** When it returns no netisr is in it any more. Not on a packet netisr. */
    public void remove(UpperProtocol protocol) {
        all.updateAndGet(old -> {
            List<UpperProtocol> next = new ArrayList<>(List.of(old));
            next.remove(protocol);
            return next.toArray(UpperProtocol[]::new);
        });
        netisr.barrier(PATIENCE);
    }

    /** See {@link UpperProtocol#input}: the first that takes it. On a netisr. */
    public boolean input(Ifnet ifnet, Mbuf m, int at, int protocol, boolean toGroup) {
        for (UpperProtocol p : all.get()) {
            if (p.input(ifnet, m, at, protocol, toGroup)) {
                return true;
            }
        }
        return false;
    }

    /** See {@link UpperProtocol#error}. */
    public boolean error(Mbuf m, int inner, Echo.Trouble what) {
        for (UpperProtocol p : all.get()) {
            if (p.error(m, inner, what)) {
                return true;
            }
        }
        return false;
    }
}
