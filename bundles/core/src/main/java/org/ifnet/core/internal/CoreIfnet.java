package org.ifnet.core.internal;

import org.ifnet.DriverState;
import org.ifnet.IfFlags;
import org.ifnet.IfnetCounters;
import org.ifnet.LinkState;
import org.ifnet.Registration;
import org.ifnet.domain.Domain;
import org.ifnet.driver.DriverInfo;
import org.ifnet.ifq.Ifq;
import org.ifnet.ifq.IfqEngine;
import org.ifnet.ifq.QueueChoice;
import org.ifnet.ifq.Subqueue;
import org.ifnet.link.HookPosition;
import org.ifnet.link.InputHook;
import org.ifnet.link.OutputHook;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.EtherHeader;
import org.jspecify.annotations.Nullable;

/** One interface: the parts that belong to it, its driver, and the packet path through it. */
final class CoreIfnet extends PublishedIfnet {
    private final UpDown upDown;
    private final ControlLock control;
    private final IfnetCounters counters;
    private final Ifq queue;
    private final Hooks hooks;
    private final LinkReport link;
    private final Reinput reinput;
    private final PacketPath path;
    private final Audience audience = new Audience();
    private final DeviceChoices choices = new DeviceChoices();
    private volatile QueueChoice queueChoice = QueueChoice.NONE;
    private volatile Memberships memberships = Memberships.NONE;
    private final Protocols protocols;

    private volatile boolean leaving;
    private boolean ending;
    private volatile @Nullable Object l2com;
    private volatile ComAllocators.@Nullable Com com;
    private volatile @Nullable Port port;
    private volatile @Nullable Binding binding;

    CoreIfnet(Parts parts, UpDown upDown, Events events, IfqEngine engine, String name, DriverInfo info) {
        super(parts, name, info);
        this.upDown = upDown;
        control = new ControlLock(parts.env(), parts.held());
        counters = new IfnetCounters(parts.netisr().cpus());
        protocols = new Protocols(parts.env().memory());
        reinput = new Reinput(this, parts.netisr(), parts.flows());
        path = new PacketPath(this, parts);
        hooks = new Hooks(this, parts);
        link = new LinkReport(parts, events, this, info.baudrate());
        int length = parts.settings().queueLength();
        queue = engine.create(
                new IfqEngine.Spec(
                        name, info.queues(), length, info.mtu() + headerLength(), headerLength(), info.baudrate()),
                this::start,
                counters);
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
    public long baudrate() {
        return link.baudrate();
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
    public int headerLength() {
        Port to = port;
        if (to != null) {
            return to.layer().headerLength();
        }
        return switch (type()) {
            case ETHER, L2VLAN, IEEE8023ADLAG, BRIDGE -> EtherHeader.LENGTH;
            default -> 0;
        };
    }

    @Override
    public IfnetCounters counters() {
        return counters;
    }

    /** What somebody has chosen of the queue; written under the control lock. */
    QueueChoice queueChoice() {
        return queueChoice;
    }

    void queueChoice(QueueChoice chosen) {
        queueChoice = chosen;
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
}
