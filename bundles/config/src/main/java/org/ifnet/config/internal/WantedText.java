package org.ifnet.config.internal;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.control.ControlRecord;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.route.RouteMetrics;
import org.ifnet.route.RouteSpec;
import org.jspecify.annotations.Nullable;

/** Wanted state as lines of words, and back: text outlives the classes of this bundle. An absent value is empty. */
final class WantedText {
    private static final String WHO = "kept";

    private WantedText() {}

    static List<List<String>> write(WantedRecords records) {
        List<List<String>> lines = new ArrayList<>();
        for (WantedRecords.WantedClone c : records.clones()) {
            lines.add(c.params() == null ? List.of("clone", c.name()) : List.of("clone", c.name(), c.params()));
        }
        records.ifnets().forEach((name, wanted) -> write(lines, name, wanted));
        // Behind all else of interfaces, as what stands before goes by the names they attach with.
        records.ifnets().forEach((name, wanted) -> {
            if (wanted.name() != null) {
                lines.add(List.of("name", name, wanted.name()));
            }
        });
        for (RouteSpec r : records.routes()) {
            lines.add(List.of(
                    "route",
                    r.destination().address().toString(),
                    Integer.toString(r.destination().length()),
                    text(r.gateway()),
                    text(r.ifnet()),
                    Integer.toString(r.flags()),
                    Integer.toString(r.metrics().mtu()),
                    r.metrics().locked() ? "lock" : ""));
        }
        records.sysctls().forEach(s -> lines.add(List.of("sysctl", s.getKey(), s.getValue())));
        return List.copyOf(lines);
    }

    private static void write(List<List<String>> lines, String name, WantedIfnet w) {
        lines.add(List.of("flags", name, Integer.toString(w.on()), Integer.toString(w.off())));
        if (w.mtu() != 0) {
            lines.add(List.of("mtu", name, Integer.toString(w.mtu())));
        }
        if (w.metric() != WantedIfnet.NO_METRIC) {
            lines.add(List.of("metric", name, Integer.toString(w.metric())));
        }
        if (w.lladdr() != null) {
            lines.add(List.of("lladdr", name, w.lladdr()));
        }
        for (AddressSpec a : w.addresses()) {
            String length = Integer.toString(a.prefixLength());
            String address = a.address().toString();
            lines.add(List.of("address", name, address, length, text(a.destination()), text(a.broadcast())));
        }
        WantedDeviceText.write(lines, name, w.device());
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    /** Feeds lines that {@link #write} made to the records. */
    static void read(List<List<String>> lines, WantedRecords records) {
        for (List<String> line : lines) {
            if (line.get(0).equals("name")) {
                records.named(line.get(1), line.get(2));
            } else {
                records.controlled(record(line));
            }
        }
    }

    private static ControlRecord record(List<String> w) {
        String name = w.get(1);
        return switch (w.get(0)) {
            case "clone" -> new ControlRecord.CloneCreated(WHO, name, w.size() > 2 ? w.get(2) : null);
            case "flags" -> new ControlRecord.Flags(WHO, name, number(w, 2), number(w, 3));
            case "mtu" -> new ControlRecord.Mtu(WHO, name, number(w, 2));
            case "metric" -> new ControlRecord.Metric(WHO, name, number(w, 2));
            case "lladdr" -> new ControlRecord.Lladdr(WHO, name, w.get(2));
            case "address" ->
                new ControlRecord.AddressAdded(
                        WHO,
                        name,
                        new AddressSpec(IpAddress.parse(w.get(2)), number(w, 3), address(w.get(4)), address(w.get(5))));
            case "route" ->
                new ControlRecord.RouteAdded(
                        WHO,
                        new RouteSpec(
                                new IpPrefix(IpAddress.parse(name), number(w, 2)),
                                address(w.get(3)),
                                w.get(4).isEmpty() ? null : w.get(4),
                                number(w, 5),
                                metrics(w)));
            case "sysctl" -> new ControlRecord.SysctlSet(WHO, name, w.get(2));
            default -> device(w);
        };
    }

    private static ControlRecord device(List<String> w) {
        ControlRecord known = WantedDeviceText.record(WHO, w);
        if (known == null) {
            throw new IllegalArgumentException("not wanted state: " + w);
        }
        return known;
    }

    /** Text of a version before them has none. */
    private static RouteMetrics metrics(List<String> w) {
        return w.size() < 8
                ? RouteMetrics.NONE
                : new RouteMetrics(number(w, 6), w.get(7).equals("lock"));
    }

    private static int number(List<String> words, int i) {
        return Integer.parseInt(words.get(i));
    }

    private static @Nullable IpAddress address(String text) {
        return text.isEmpty() ? null : IpAddress.parse(text);
    }
}
