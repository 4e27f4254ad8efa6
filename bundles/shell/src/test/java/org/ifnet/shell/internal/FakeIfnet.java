package org.ifnet.shell.internal;

import java.util.List;

import org.ifnet.DriverState;
import org.ifnet.IfFlags;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.IfnetCounters;
import org.ifnet.LinkState;
import org.ifnet.Registration;
import org.ifnet.domain.Domain;
import org.ifnet.ifq.Ifq;
import org.ifnet.link.HookPosition;
import org.ifnet.link.InputHook;
import org.ifnet.link.OutputHook;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/** An interface that only shows. */
final class FakeIfnet implements Ifnet {
    String name;
    int index;
    IfType type = IfType.ETHER;
    int flags = IfFlags.UP | IfFlags.BROADCAST | IfFlags.RUNNING | IfFlags.SIMPLEX | IfFlags.MULTICAST;
    int mtu = 1500;
    int metric;
    int capabilities;
    int capabilitiesEnabled;
    int tsoLength;
    int physical;
    int promiscCount;
    int allmultiCount;
    boolean attached = true;
    List<String> groups = List.of();
    LinkState linkState = LinkState.UNKNOWN;
    MacAddress lladdr = MacAddress.parse("08:00:27:01:02:03");
    DriverState driverState = DriverState.BOUND;
    String driverStatus = "";
    final IfnetCounters counters = new IfnetCounters();
    Ifq queue = new Calls().answer("count", 0).as(Ifq.class);

    FakeIfnet(String name, int index) {
        this.name = name;
        this.index = index;
    }

    static FakeIfnet loopback(int index) {
        FakeIfnet lo = new FakeIfnet("lo0", index);
        lo.type = IfType.LOOP;
        lo.flags = IfFlags.UP | IfFlags.LOOPBACK | IfFlags.RUNNING | IfFlags.MULTICAST;
        lo.mtu = 16384;
        lo.lladdr = null;
        return lo;
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
        return index | 1 << 16;
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
        return metric;
    }

    @Override
    public long baudrate() {
        return 10_000_000_000L;
    }

    @Override
    public int capabilities() {
        return capabilities;
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
        return null;
    }

    @Override
    public LinkState linkState() {
        return linkState;
    }

    @Override
    public MacAddress lladdr() {
        return lladdr;
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
        return queue;
    }

    @Override
    public DriverState driverState() {
        return driverState;
    }

    @Override
    public String driverStatus() {
        return driverStatus;
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
    public int output(Mbuf m, Domain domain, long hi, long lo) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int transmit(MbufBatch frames) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void input(MbufBatch frames) {
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
}
