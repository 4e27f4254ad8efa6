package org.ifnet.itest.conformance;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.control.ControlRequest;
import org.ifnet.control.Media;
import org.ifnet.control.MediaStatus;
import org.ifnet.control.Tunnel;
import org.ifnet.driver.DriverContext;
import org.ifnet.driver.DriverInfo;
import org.ifnet.driver.IfnetDriver;
import org.ifnet.ifq.Subqueue;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/** A network card that accepts everything, counts and frees what it sends, and fails where a test says so. */
class Card implements IfnetDriver {
    private static final AtomicLong SERIAL = new AtomicLong();

    final List<String> calls = new CopyOnWriteArrayList<>();
    final AtomicLong sent = new AtomicLong();
    volatile DriverInfo info =
            DriverInfo.ethernet(new MacAddress(0x0200_0000_0000L | SERIAL.incrementAndGet() & 0xff_ffff));
    volatile DriverContext context;
    static final List<Media> MEDIA =
            List.of(Media.of("autoselect"), Media.of("100baseTX"), new Media("1000baseT", Set.of("full-duplex"), 0));

    volatile String status = "";
    private volatile Media media = MEDIA.get(0);
    private volatile @Nullable Tunnel tunnel;
    private final Map<String, Errno> failing = new ConcurrentHashMap<>();

    /** From now on that call fails. */
    Card fail(String call, Errno errno) {
        failing.put(call, errno);
        return this;
    }

    /** That call works again. */
    void mend(String call) {
        failing.remove(call);
    }

    /** Notes a call, and fails it when that was asked for. */
    final void called(String call, Object... arguments) throws IfnetException {
        calls.add(arguments.length == 0 ? call : call + " " + List.of(arguments));
        Errno errno = failing.get(call);
        if (errno != null) {
            throw new IfnetException(errno, "the card fails in " + call);
        }
    }

    @Override
    public DriverInfo info() throws IfnetException {
        called("info");
        return info;
    }

    @Override
    public void attach(DriverContext given) throws IfnetException {
        context = given;
        called("attach");
    }

    @Override
    public void detach() {
        calls.add("detach");
    }

    @Override
    public void init() throws IfnetException {
        called("init");
    }

    @Override
    public void stop() {
        calls.add("stop");
    }

    @Override
    public void start(Subqueue queue) {
        for (Mbuf m = queue.dequeue(); m != null; m = queue.dequeue()) {
            sent.incrementAndGet();
            m.free();
        }
    }

    @Override
    public void setMtu(int mtu) throws IfnetException {
        called("setMtu", mtu);
    }

    @Override
    public void setLladdr(MacAddress address) throws IfnetException {
        called("setLladdr", address);
    }

    @Override
    public void setFilter(int flags) throws IfnetException {
        called("setFilter", flags);
    }

    @Override
    public void setCapabilities(int enabled) throws IfnetException {
        called("setCapabilities", enabled);
    }

    @Override
    public void setMulticast(Set<MacAddress> addresses) throws IfnetException {
        called("setMulticast", addresses);
    }

    @Override
    public void setFlags(int flags) throws IfnetException {
        called("setFlags", flags);
    }

    @Override
    public void setPhysical(int physical) throws IfnetException {
        called("setPhysical", physical);
    }

    @Override
    public void setMedia(Media chosen) throws IfnetException {
        called("setMedia", chosen);
        media = chosen;
    }

    @Override
    public MediaStatus media() throws IfnetException {
        return new MediaStatus(media, null, true, true, MEDIA);
    }

    @Override
    public void setTunnel(@Nullable Tunnel wanted) throws IfnetException {
        called("setTunnel", String.valueOf(wanted));
        tunnel = wanted;
    }

    @Override
    public @Nullable Tunnel tunnel() throws IfnetException {
        return tunnel;
    }

    @Override
    public void setGeneric(String value) throws IfnetException {
        called("setGeneric", value);
    }

    @Override
    public Object control(ControlRequest request) throws IfnetException {
        called("control", request.what());
        return "the card";
    }

    @Override
    public String status() {
        return status;
    }
}
