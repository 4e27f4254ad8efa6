package org.ifnet.inet.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.ifaddr.Ifmaddr;
import org.ifnet.ifaddr.Ifmaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.wire.MacAddress;

/** Memberships in memory, counted as the platform counts them. */
final class HostGroups implements Ifmaddrs {
    private final Host host;
    private final Map<Ifnet, Map<IpAddress, Integer>> joined = new HashMap<>();

    HostGroups(Host host) {
        this.host = host;
    }

    private Map<IpAddress, Integer> of(Ifnet ifnet) {
        return joined.computeIfAbsent(ifnet, key -> new TreeMap<>());
    }

    @Override
    public void join(Credential who, Ifnet ifnet, IpAddress group) {
        if (of(ifnet).merge(group, 1, Integer::sum) == 1) {
            host.tell(new IfnetEvent.MulticastJoined(host.sequence++, ifnet, record(group, 1)));
        }
    }

    @Override
    public void leave(Credential who, Ifnet ifnet, IpAddress group) throws IfnetException {
        Integer before = of(ifnet).get(group);
        if (before == null) {
            throw new IfnetException(Errno.ENOENT, "not joined " + group);
        }
        if (before == 1) {
            of(ifnet).remove(group);
            host.tell(new IfnetEvent.MulticastLeft(host.sequence++, ifnet, record(group, 0)));
        } else {
            of(ifnet).put(group, before - 1);
        }
    }

    private static Ifmaddr record(IpAddress group, int references) {
        return new Ifmaddr(group, null, references, 0);
    }

    @Override
    public List<Ifmaddr> list(Ifnet ifnet) {
        List<Ifmaddr> list = new ArrayList<>();
        of(ifnet).forEach((group, references) -> list.add(record(group, references)));
        return list;
    }

    /** For assertions: each group with its references when there are more than one. */
    String text(Ifnet ifnet) {
        StringBuilder s = new StringBuilder();
        of(ifnet)
                .forEach((group, n) ->
                        s.append(group).append(n > 1 ? "*" + n : "").append(' '));
        return s.toString().trim();
    }

    @Override
    public void join(Credential who, Ifnet ifnet, MacAddress group) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void leave(Credential who, Ifnet ifnet, MacAddress group) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void leaveAll(Credential who, Ifnet ifnet) {
        joined.remove(ifnet);
    }
}
