package org.ifnet.inet.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.ifnet.DriverState;
import org.ifnet.DropReason;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.IfnetCounters;
import org.ifnet.LinkState;
import org.ifnet.Registration;
import org.ifnet.domain.AddressFamily;
import org.ifnet.domain.Domain;
import org.ifnet.ether.internal.EtherLink;
import org.ifnet.ifq.Ifq;
import org.ifnet.link.HookPosition;
import org.ifnet.link.InputHook;
import org.ifnet.link.LinkPort;
import org.ifnet.link.OutputHook;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/** An Ethernet or loopback interface in memory. What it sends waits on {@link #wire} until the world carries it. */
final class HostIfnet implements Ifnet, LinkPort {
    private static final EtherLink ETHER = new EtherLink();

    final Host host;
    private final String name;
    private final int index;
    private final IfType type;
    int flags;
    int mtu;
    boolean attached = true;

    @Nullable
    Object data;

    @Nullable
    HostIfnet peer;
    /** Every frame that was carried, as text of its bytes, when switched on. */
    final List<Mbuf> kept = new ArrayList<>();

    boolean keep;
    final Deque<Mbuf> wire = new ArrayDeque<>();
    private final Deque<Mbuf> looped = new ArrayDeque<>();
    private final Deque<Integer> loopedTypes = new ArrayDeque<>();
    private final IfnetCounters counters = new IfnetCounters();
    private final MbufBatch scratch = new MbufBatch();
    private final MacAddress lladdr;

    HostIfnet(Host host, String name, int index, IfType type, int flags, int mtu) {
        this.host = host;
        this.name = name;
        this.index = index;
        this.type = type;
        this.flags = flags;
        this.mtu = mtu;
        this.lladdr = new MacAddress(0x0200_0000_0000L | (long) host.name.charAt(0) << 8 | index);
    }

    /** Moves what was sent to the other end, and what was looped to the protocol; true when there was something. */
    boolean carry() {
        boolean busy = !wire.isEmpty() || !looped.isEmpty();
        while (!looped.isEmpty()) {
            MbufBatch batch = new MbufBatch();
            batch.add(looped.poll());
            host.inet.input(this, loopedTypes.poll(), batch);
        }
        MbufBatch batch = new MbufBatch();
        for (int n = wire.size(); n > 0; n--) {
            batch.add(wire.poll());
            if (batch.isFull() || n == 1) {
                arrive(batch);
            }
        }
        return busy;
    }

    private void arrive(MbufBatch batch) {
        HostIfnet to = peer;
        if (keep) {
            for (int i = 0; i < batch.size(); i++) {
                kept.add(batch.get(i));
            }
            batch.clear();
        } else if (to == null) {
            batch.freeAll();
        } else {
            to.input(batch);
        }
    }

    void clear() {
        wire.forEach(Mbuf::free);
        wire.clear();
        looped.forEach(Mbuf::free);
        looped.clear();
        kept.forEach(Mbuf::free);
        kept.clear();
    }

    @Override
    public void input(MbufBatch frames) {
        ETHER.input(this, frames);
    }

    @Override
    public int output(Mbuf m, Domain domain, long hi, long lo) {
        if (type == IfType.LOOP) {
            m.flags(0);
            reinput(m, domain.etherType());
            return 0;
        }
        return ETHER.output(this, m, domain, hi, lo);
    }

    @Override
    public void reinput(Mbuf packet, int etherType) {
        looped.add(packet);
        loopedTypes.add(etherType);
    }

    @Override
    public int enqueue(Mbuf frame) {
        wire.add(frame);
        return 0;
    }

    @Override
    public void drop(DropReason reason, Mbuf m) {
        counters.drops().drop(reason, m);
    }

    @Override
    public @Nullable Domain domain(int etherType) {
        return etherType == 0x0800 || etherType == 0x0806 ? host.inet : null;
    }

    @Override
    public MbufBatch scratch(int slot) {
        return scratch;
    }

    @Override
    public boolean passInput(Mbuf frame) {
        return true;
    }

    @Override
    public @Nullable Domain domainOfFamily(int family) {
        return null;
    }

    @Override
    public @Nullable Object state() {
        return null;
    }

    @Override
    public void state(@Nullable Object state) {}

    @Override
    public Ifnet ifnet() {
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public int handle() {
        return 0x10000 | index;
    }

    @Override
    public IfType type() {
        return type;
    }

    @Override
    public int flags() {
        return flags;
    }

    @Override
    public int mtu() {
        return mtu;
    }

    @Override
    public int metric() {
        return 0;
    }

    @Override
    public long baudrate() {
        return 0;
    }

    @Override
    public int capabilities() {
        return 0;
    }

    @Override
    public int capabilitiesEnabled() {
        return 0;
    }

    @Override
    public int tsoLength() {
        return 0;
    }

    @Override
    public int physical() {
        return 0;
    }

    @Override
    public int promiscCount() {
        return 0;
    }

    @Override
    public int allmultiCount() {
        return 0;
    }

    @Override
    public List<String> groups() {
        return List.of();
    }

    @Override
    public @Nullable Object protocolData(int family) {
        return family == AddressFamily.INET ? data : null;
    }

    @Override
    public LinkState linkState() {
        return LinkState.UP;
    }

    @Override
    public @Nullable MacAddress lladdr() {
        return type == IfType.ETHER ? lladdr : null;
    }

    @Override
    public int headerLength() {
        return 14;
    }

    @Override
    public IfnetCounters counters() {
        return counters;
    }

    @Override
    public Ifq queue() {
        throw new UnsupportedOperationException();
    }

    @Override
    public DriverState driverState() {
        return DriverState.BOUND;
    }

    @Override
    public String driverStatus() {
        return "";
    }

    @Override
    public long driverFaults() {
        return 0;
    }

    @Override
    public boolean isAttached() {
        return attached;
    }

    @Override
    public long lastChange() {
        return 0;
    }

    @Override
    public int transmit(MbufBatch frames) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Registration addInputHook(HookPosition position, InputHook hook) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Registration addOutputHook(HookPosition position, OutputHook hook) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
        return host.name + ":" + name;
    }
}
