package org.ifnet.core.internal;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.IfFlags;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.driver.DriverInfo;
import org.ifnet.netisr.Env;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * What everybody reads of an interface without a lock. What changes it holds the interface's control lock, but for flags, which
 * anybody may set and clear.
 */
abstract class PublishedIfnet implements Ifnet {
    private final Env env;
    private final DriverInfo info;
    private final AtomicInteger flags;

    private volatile String name;
    private volatile int index;
    private volatile int handle;
    private volatile long attachOrder;
    private volatile boolean attached;
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

    PublishedIfnet(Parts parts, String name, DriverInfo info) {
        env = parts.env();
        this.name = name;
        this.info = info;
        flags = new AtomicInteger(info.flags() & ~(IfFlags.UP | IfFlags.RUNNING | IfFlags.NPOLLING));
        mtu = info.mtu();
        lladdr = info.lladdr();
        capabilitiesEnabled = info.capabilities();
        tsoLength = info.type() == IfType.ETHER ? parts.settings().etherTsoLength() : 0;
        lastChange = env.nanoTime();
    }

    /** The table gives it its place, before anybody can see it. */
    void identify(String given, int place, int word, long order) {
        name = given;
        index = place;
        handle = word;
        attachOrder = order;
    }

    DriverInfo info() {
        return info;
    }

    long attachOrder() {
        return attachOrder;
    }

    void attached(boolean now) {
        attached = now;
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
        lastChange = env.nanoTime();
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
    public @Nullable MacAddress lladdr() {
        return lladdr;
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
