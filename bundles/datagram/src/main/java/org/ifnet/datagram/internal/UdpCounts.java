package org.ifnet.datagram.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

import org.ifnet.DropCounts;
import org.ifnet.DropReason;
import org.ifnet.inet.IpStatistics;

/** What UDP and raw endpoints counted together. */
final class UdpCounts implements IpStatistics {
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong nobody = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final DropCounts drops;

    UdpCounts(DropCounts drops) {
        this.drops = drops;
    }

    void received() {
        received.getAndIncrement();
    }

    void found(boolean somebody) {
        (somebody ? delivered : nobody).getAndIncrement();
    }

    void sent() {
        sent.getAndIncrement();
    }

    @Override
    public List<Line> list() {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line("udp", "received", "datagrams received", received.get()));
        lines.add(new Line("udp", "delivered", "delivered", delivered.get()));
        lines.add(new Line("udp", "no_port", "with no one at that port", nobody.get()));
        lines.add(new Line("udp", "sent", "datagrams output", sent.get()));
        for (DropReason reason : DropReason.values()) {
            long n = drops.get(reason);
            if (n != 0) {
                String name = "drop_" + reason.name().toLowerCase(Locale.ROOT);
                lines.add(new Line("udp", name, "dropped: " + reason.text(), n));
            }
        }
        return List.copyOf(lines);
    }
}
