package org.ifnet.core.internal;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.DriverState;
import org.ifnet.IfFlags;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.IfnetCounters;
import org.ifnet.LinkState;
import org.ifnet.Registration;
import org.ifnet.domain.Domain;
import org.ifnet.driver.DriverInfo;
import org.ifnet.ifq.Ifq;
import org.ifnet.ifq.IfqEngine;
import org.ifnet.ifq.Subqueue;
import org.ifnet.link.HookPosition;
import org.ifnet.link.InputHook;
import org.ifnet.link.OutputHook;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * One interface: its published state, and the packet path through it. What changes it holds {@link #control}; what reads
 * it takes no lock.
 */
final class CoreIfnet implements Ifnet {
    private final Parts parts;
    private final UpDown upDown;
    private final ControlLock control;
    private final DriverInfo info;
    private final IfnetCounters counters;
    private final Ifq queue;
    private final Hooks hooks;
    private final LinkReport link;
    private final Reinput reinput;
    private final PacketPath path;
    private final Audience audience = new Audience();
    private final DeviceChoices choices = new DeviceChoices();
    private volatile Memberships memberships = Memberships.NONE;
    private final Protocols protocols;
    private final AtomicInteger flags;

    private volatile String name;
    private volatile int index;
    private volatile int handle;
    private volatile long attachOrder;
    private volatile boolean attached;
    private volatile boolean leaving;
    private boolean ending;
    private volatile int mtu;
    private volatile int metric;
    private volatile int capabilitiesEnabled;
    private volatile int tsoLength;
    private volatile int physical;
    private volatile int promiscCount;
    private volatile int allmultiCount;
    private volatile List<String> groups = List.of();
    private volatile @Nullable MacAddress lladdr;
    private volatile long lastChange;
    private volatile @Nullable Object l2com;
    private volatile ComAllocators.@Nullable Com com;
    private volatile @Nullable Port port;
    private volatile @Nullable Binding binding;

    CoreIfnet(Parts parts, UpDown upDown, Events events, IfqEngine engine, String name, DriverInfo info) {
        this.parts = parts;
        this.upDown = upDown;
        this.name = name;
        this.info = info;
        control = new ControlLock(parts.env(), parts.held());
        counters = new IfnetCounters(parts.netisr().cpus());
        protocols = new Protocols(parts.env().memory());
        reinput = new Reinput(this, parts.netisr(), parts.flows());
        flags = new AtomicInteger(info.flags() & ~(IfFlags.UP | IfFlags.RUNNING | IfFlags.NPOLLING));
        mtu = info.mtu();
        lladdr = info.lladdr();
        capabilitiesEnabled = info.capabilities();
        tsoLength = info.type() == IfType.ETHER ? parts.settings().etherTsoLength() : 0;
        path = new PacketPath(this, parts);
        hooks = new Hooks(this, parts);
        link = new LinkReport(parts, events, this, info.baudrate());
        int length = parts.settings().queueLength();
        queue = engine.create(
                new IfqEngine.Spec(name, info.queues(), length, info.mtu() + headerLength()), this::start, counters);
        touch();
    }

    /** The table gives it its place, before anybody can see it. */
    void identify(String given, int place, int word, long order) {
        name = given;
        index = place;
        handle = word;
        attachOrder = order;
    }

    /** Held while the interface changes and while its listeners are told. */
    ControlLock control() {
        return control;
    }

    void locked(Runnable change) {
        control.lock();
        try {
            change.run();
        } finally {
            control.unlock();
        }
    }

    DriverInfo info() {
        return info;
    }

    UpDown upDown() {
        return upDown;
    }

    Hooks hooks() {
        return hooks;
    }

    LinkReport link() {
        return link;
    }

    Reinput reinput() {
        return reinput;
    }

    Audience audience() {
        return audience;
    }

    Protocols protocols() {
        return protocols;
    }

    long attachOrder() {
        return attachOrder;
    }

    void attached(boolean now) {
        attached = now;
    }

    @Nullable
    Binding binding() {
        return binding;
    }

    /** A driver's binding begins, before the driver is told. */
    void bind(Binding bound) {
        binding = bound;
        if (leaving) {
            bound.closeGate();
        }
    }

    void unbind() {
        binding = null;
        link.clear();
    }

    /** The interface is about to be detached: no call into a driver begins any more. Any thread; nobody waits. */
    void leave() {
        leaving = true;
        Binding bound = binding;
        if (bound != null) {
            bound.closeGate();
        }
    }

    /** Detach is on its way. */
    boolean isLeaving() {
        return leaving;
    }

    /** Under the control lock: a detach has begun and let go of the lock until it goes on. */
    boolean isEnding() {
        return ending;
    }

    /** Under the control lock; wakes those who wait for the end. */
    void ending(boolean now) {
        ending = now;
        control.signalAll();
    }

    /** The caller was called by this interface's driver, or by a listener of this interface: it must not wait for it. */
    boolean isBelow() {
        Binding bound = binding;
        return control.isHeldByCaller() || bound != null && bound.isInside();
    }

    /** Under the control lock. */
    void com(ComAllocators.@Nullable Com made) {
        com = made;
        l2com = made == null ? null : made.data();
    }

    /** What it was given by the allocator of its type, hidden or not. */
    ComAllocators.@Nullable Com com() {
        return com;
    }

    /** After this and the barrier no packet finds it. */
    void hideCom() {
        l2com = null;
    }

    @Override
    public @Nullable Object l2com() {
        return l2com;
    }

    @Nullable
    Port port() {
        return port;
    }

    void plug(Port plugged) {
        port = plugged;
    }

    /** After this and the barrier no packet goes to that port. */
    void unplug(Port plugged) {
        if (port == plugged) {
            port = null;
        }
    }

    /** Sets and clears flags at once. Any thread. */
    void flags(int set, int clear) {
        flags.updateAndGet(old -> old & ~clear | set);
    }

    void name(String changed) {
        name = changed;
    }

    void mtu(int changed) {
        mtu = changed;
    }

    void metric(int changed) {
        metric = changed;
    }

    Memberships memberships() {
        return memberships;
    }

    /** Under the control lock. */
    void memberships(Memberships changed) {
        memberships = changed;
    }

    /** What was chosen of its device. Under the control lock. */
    DeviceChoices choices() {
        return choices;
    }

    void capabilitiesEnabled(int changed) {
        capabilitiesEnabled = changed;
    }

    void tsoLength(int changed) {
        tsoLength = changed;
    }

    void physical(int changed) {
        physical = changed;
    }

    void promiscCount(int changed) {
        promiscCount = changed;
    }

    void allmultiCount(int changed) {
        allmultiCount = changed;
    }

    /** A list that does not change. */
    void groups(List<String> changed) {
        groups = changed;
    }

    void lladdr(MacAddress changed) {
        lladdr = changed;
    }

    void touch() {
        lastChange = parts.env().nanoTime();
    }

    /** The gate to the driver has closed: nothing is sent any more. Any thread; never blocks. */
    void driverGone() {
        flags(0, IfFlags.RUNNING);
        queue.setRunning(false);
    }

    private boolean start(Subqueue subqueue) {
        Binding bound = binding;
        return bound == null || bound.start(subqueue.index());
    }

    /** Frames that the driver received. On a netisr. */
    void receive(MbufBatch frames) {
        path.receive(frames);
    }

    @Override
    public int output(Mbuf m, Domain domain, long hi, long lo) {
        return path.output(m, domain, hi, lo);
    }

    @Override
    public int transmit(MbufBatch frames) {
        return path.transmit(frames);
    }

    @Override
    public void input(MbufBatch frames) {
        path.receive(frames);
    }

    @Override
    public Registration addInputHook(HookPosition position, InputHook hook) {
        return hooks.addInput(position, hook);
    }

    @Override
    public Registration addOutputHook(HookPosition position, OutputHook hook) {
        return hooks.addOutput(position, hook);
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
        return handle;
    }

    @Override
    public IfType type() {
        return info.type();
    }

    @Override
    public int flags() {
        return flags.get();
    }

    @Override
    public int mtu() {
        return mtu;
    }

    @Override
    public int metric() {
        return metric;
    }

    @Override
    public long baudrate() {
        return link.baudrate();
    }

    @Override
    public int capabilities() {
        return info.capabilities();
    }

    @Override
    public int capabilitiesEnabled() {
        return capabilitiesEnabled;
    }

    @Override
    public int tsoLength() {
        return tsoLength;
    }

    @Override
    public int physical() {
        return physical;
    }

    @Override
    public int promiscCount() {
        return promiscCount;
    }

    @Override
    public int allmultiCount() {
        return allmultiCount;
    }

    @Override
    public List<String> groups() {
        return groups;
    }

    @Override
    public @Nullable Object protocolData(int family) {
        return protocols.data(family);
    }

    @Override
    public LinkState linkState() {
        return link.state();
    }

    @Override
    public @Nullable MacAddress lladdr() {
        return lladdr;
    }

    @Override
    public int headerLength() {
        Port to = port;
        if (to != null) {
            return to.layer().headerLength();
        }
        return switch (info.type()) {
            case ETHER, L2VLAN, IEEE8023ADLAG, BRIDGE -> EtherHeader.LENGTH;
            default -> 0;
        };
    }

    @Override
    public IfnetCounters counters() {
        return counters;
    }

    @Override
    public Ifq queue() {
        return queue;
    }

    @Override
    public DriverState driverState() {
        Binding bound = binding;
        return bound == null ? DriverState.UNBOUND : bound.state();
    }

    @Override
    public String driverStatus() {
        Binding bound = binding;
        return bound == null ? "" : bound.status();
    }

    @Override
    public long driverFaults() {
        Binding bound = binding;
        return bound == null ? 0 : bound.faults();
    }

    @Override
    public boolean isAttached() {
        return attached;
    }

    @Override
    public long lastChange() {
        return lastChange;
    }

    @Override
    public String toString() {
        return name;
    }
}
