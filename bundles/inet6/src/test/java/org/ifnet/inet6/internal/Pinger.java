package org.ifnet.inet6.internal;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.IfnetException;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.Echo;

/** Pings and writes down what comes back. */
final class Pinger implements Echo.Listener {
    final List<String> heard = new ArrayList<>();
    final Echo.Session session;

    Pinger(Host host, String destination) {
        this(host, destination, null);
    }

    Pinger(Host host, String destination, HostIfnet through) {
        try {
            session = host.inet.echo().open(Host.ROOT, IpAddress.parse(destination), through, this);
        } catch (IfnetException e) {
            throw new AssertionError(e);
        }
    }

    int send(int sequence) {
        return session.send(sequence, 56, 64);
    }

    @Override
    public void reply(IpAddress from, int sequence, int bytes, int ttl, long nanos) {
        heard.add(sequence + " " + bytes + " bytes from " + from + " ttl " + ttl);
    }

    @Override
    public void error(IpAddress from, int sequence, String text) {
        heard.add(sequence + " from " + from + ": " + text);
    }
}
