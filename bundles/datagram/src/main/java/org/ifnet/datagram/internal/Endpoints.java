package org.ifnet.datagram.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.ifnet.DropCounts;
import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.control.Credential;
import org.ifnet.control.Privilege;
import org.ifnet.datagram.DatagramEndpoint;
import org.ifnet.datagram.DatagramListener;
import org.ifnet.datagram.DatagramService;
import org.ifnet.datagram.DatagramSpec;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.Ifmaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.IpOutput;
import org.ifnet.inet.UpperProtocol;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Env;
import org.ifnet.wire.UdpHeader;
import org.jspecify.annotations.Nullable;

/** All endpoints: opened and closed one at a time, found by packets without locks, by port or by protocol. */
public final class Endpoints implements DatagramService, AutoCloseable {
    static final int BUCKETS = 1024;

    private static final Endpoint[] NONE = {};
    private static final int FIRST_FREE = 49_152;
    private static final int FREE = 0x1_0000 - FIRST_FREE;
    private static final int RESERVED = 1024;
    private static final int MOST_WAITING = 4096;

    private final Env env;
    private final MbufPool pool;
    private final Ifnets ifnets;
    private final Ifaddrs ifaddrs;
    private final Ifmaddrs ifmaddrs;
    private final Executor worker;
    private final AtomicReferenceArray<Endpoint[]> buckets = new AtomicReferenceArray<>(BUCKETS);
    /** By family. */
    private final ConcurrentHashMap<Integer, IpOutput> outputs = new ConcurrentHashMap<>();

    private final DropCounts drops = new DropCounts();
    final UdpCounts counts = new UdpCounts(drops);

    /** @param worker a thread that may wait for the control lock of an interface */
    public Endpoints(Env env, MbufPool pool, Ifnets ifnets, Ifaddrs ifaddrs, Ifmaddrs ifmaddrs, Executor worker) {
        this.env = env;
        this.pool = pool;
        this.ifnets = ifnets;
        this.ifaddrs = ifaddrs;
        this.ifmaddrs = ifmaddrs;
        this.worker = worker;
        for (int i = 0; i < BUCKETS; i++) {
            buckets.set(i, NONE);
        }
    }

    /** Sends by it from now on. */
    public void output(int family, IpOutput output) {
        outputs.put(family, output);
    }

    void noOutput(int family, IpOutput output) {
        outputs.remove(family, output);
    }

    void later(Runnable task) {
        worker.execute(task);
    }

    /** Those that a packet may be for: by port, or by protocol when it is not UDP. */
    Endpoint[] bucket(int protocol, int port) {
        return buckets.get((protocol == DatagramSpec.UDP ? port : protocol) & BUCKETS - 1);
    }

    private static int bucketOf(DatagramSpec spec) {
        return (spec.protocol() == DatagramSpec.UDP ? spec.port() : spec.protocol()) & BUCKETS - 1;
    }

    void drop(DropReason reason, Mbuf m, Ifnet at) {
        drops.count(reason, 1);
        at.counters().drops().drop(reason, m);
    }

    @Override
    public DatagramEndpoint open(Credential who, DatagramSpec spec, DatagramListener listener) throws IfnetException {
        boolean udp = spec.protocol() == DatagramSpec.UDP;
        if (!udp || spec.sourceless() || spec.port() > 0 && spec.port() < RESERVED) {
            who.require(Privilege.RAW, "datagram");
        }
        check(spec);
        Memberships memberships = new Memberships(ifmaddrs, Credential.automatic("datagram"));
        if (!udp || spec.port() != 0) {
            Endpoint endpoint = new Endpoint(this, spec, listener, memberships);
            if (!add(endpoint)) {
                throw new IfnetException(Errno.EADDRINUSE, "datagram: port " + spec.port() + " is in use");
            }
            return endpoint;
        }
        int chance = (int) (env.random() >>> 1) % FREE;
        for (int i = 0; i < FREE; i++) {
            int port = FIRST_FREE + (chance + i & Integer.MAX_VALUE) % FREE;
            Endpoint endpoint = new Endpoint(this, spec.on(port), listener, memberships);
            if (add(endpoint)) {
                return endpoint;
            }
        }
        throw new IfnetException(Errno.EADDRNOTAVAIL, "datagram: no port is free");
    }

    private void check(DatagramSpec spec) throws IfnetException {
        boolean udp = spec.protocol() == DatagramSpec.UDP;
        boolean known = spec.family() == AddressFamily.INET || spec.family() == AddressFamily.INET6;
        if (!known) {
            throw new IfnetException(Errno.EAFNOSUPPORT, "datagram: address family " + spec.family());
        }
        boolean odd = spec.port() < 0 || spec.port() > 0xffff || !udp && spec.port() != 0;
        if (odd || spec.queue() < 1 || spec.queue() > MOST_WAITING || spec.sourceless() && spec.through() == null) {
            throw new IfnetException(Errno.EINVAL, "datagram: " + spec);
        }
        if (!udp && !Protocols.isFree(spec.protocol())) {
            throw new IfnetException(Errno.EPROTONOSUPPORT, "datagram: protocol " + spec.protocol());
        }
        IpAddress local = spec.local();
        if (local != null && (local.family() != spec.family() || !isOwn(local))) {
            throw new IfnetException(Errno.EADDRNOTAVAIL, "datagram: " + local + " is no address of this host");
        }
    }

    private boolean isOwn(IpAddress address) {
        return ifnets.list().stream()
                .flatMap(ifnet -> ifaddrs.list(ifnet).stream())
                .anyMatch(a -> a.address().withZone("").equals(address.withZone("")));
    }

    /** False when another has the place. */
    private boolean add(Endpoint endpoint) {
        int bucket = bucketOf(endpoint.spec);
        while (true) {
            Endpoint[] old = buckets.get(bucket);
            for (Endpoint other : old) {
                if (endpoint.spec.protocol() == DatagramSpec.UDP && isSamePlace(other.spec, endpoint.spec)) {
                    return false;
                }
            }
            List<Endpoint> next = new ArrayList<>(List.of(old));
            next.add(endpoint);
            if (buckets.compareAndSet(bucket, old, next.toArray(NONE))) {
                return true;
            }
        }
    }

    private static boolean isSamePlace(DatagramSpec a, DatagramSpec b) {
        return a.family() == b.family()
                && a.protocol() == b.protocol()
                && a.port() == b.port()
                && a.through() == b.through()
                && java.util.Objects.equals(a.local(), b.local());
    }

    void remove(Endpoint endpoint) {
        buckets.updateAndGet(bucketOf(endpoint.spec), old -> {
            List<Endpoint> next = new ArrayList<>(List.of(old));
            next.remove(endpoint);
            return next.toArray(NONE);
        });
    }

    @Override
    public List<DatagramEndpoint> list() {
        List<DatagramEndpoint> all = new ArrayList<>();
        for (int i = 0; i < BUCKETS; i++) {
            all.addAll(List.of(buckets.get(i)));
        }
        return all;
    }

    int send(Endpoint from, IpAddress to, int port, byte[] bytes, int offset, int length) {
        DatagramSpec spec = from.spec;
        IpOutput output = outputs.get(spec.family());
        if (output == null) {
            return Errno.ENETUNREACH.number();
        }
        boolean udp = spec.protocol() == DatagramSpec.UDP;
        int header = udp ? UdpHeader.LENGTH : 0;
        if (header + length > 0xffff) {
            return Errno.EMSGSIZE.number();
        }
        Mbuf m = Bytes.packet(pool, header, bytes, offset, length);
        if (m == null) {
            return Errno.ENOBUFS.number();
        }
        if (udp) {
            UdpHeader.put(m, 0, spec.port(), port, header + length);
        }
        counts.sent();
        return output.send(m, source(spec), to, spec.protocol(), 0, through(spec, to), spec.whole());
    }

    private static @Nullable IpAddress source(DatagramSpec spec) {
        return spec.sourceless() ? IpAddress.v4(0) : spec.local();
    }

    /** The interface to send by: the one of the endpoint, or the one that a link-local destination names. */
    private @Nullable Ifnet through(DatagramSpec spec, IpAddress to) {
        Ifnet only = spec.through();
        return only == null && !to.zone().isEmpty() ? ifnets.byName(to.zone()) : only;
    }

    org.ifnet.datagram.Datagram read(Mbuf m) {
        Ifnet in = ifnets.byHandle(m.rcvif());
        return Bytes.datagram(m, in == null ? "" : in.name());
    }

    /** What the families ask. */
    public UpperProtocol input() {
        return new Input(this);
    }

    MbufPool pool() {
        return pool;
    }

    @Override
    public void close() {
        list().forEach(DatagramEndpoint::close);
    }
}
