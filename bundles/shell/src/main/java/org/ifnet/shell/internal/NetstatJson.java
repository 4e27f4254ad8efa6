package org.ifnet.shell.internal;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.ifnet.Counter;
import org.ifnet.DropReason;
import org.ifnet.Ifnet;
import org.ifnet.domain.AddressFamily;
import org.ifnet.route.Route;
import org.ifnet.route.RouteFlags;
import org.ifnet.route.Routes;

/** What netstat shows, for programs. */
final class NetstatJson {
    private NetstatJson() {}

    static String interfaces(List<Ifnet> ifnets) {
        Json json = new Json().openList();
        for (Ifnet ifnet : ifnets) {
            json.open()
                    .field("name", ifnet.name())
                    .field("mtu", ifnet.mtu())
                    .key("counters")
                    .open();
            for (Counter counter : Counter.values()) {
                json.field(
                        counter.name().toLowerCase(Locale.ROOT),
                        ifnet.counters().get(counter));
            }
            json.close();
            drops(json, "drops_received", ifnet.counters().drops().nonZero());
            drops(json, "drops_to_send", DropTable.transmitDrops(ifnet));
            json.close();
        }
        return json.closeList().toString();
    }

    private static void drops(Json json, String key, Map<DropReason, Long> drops) {
        json.key(key).open();
        drops.forEach((reason, n) -> json.field(reason.name().toLowerCase(Locale.ROOT), n.longValue()));
        json.close();
    }

    static String routes(Routes routes, int family) {
        Json json = new Json().openList();
        for (int each : new int[] {AddressFamily.INET, AddressFamily.INET6}) {
            if (Families.includes(family, each)) {
                routes.list(each).forEach(route -> route(json, route));
            }
        }
        return json.closeList().toString();
    }

    private static void route(Json json, Route route) {
        json.open()
                .field("destination", route.destination().address().toString())
                .field("prefix_length", route.destination().length())
                .field("gateway", route.gateway())
                .field("flags", RouteFlags.letters(route.flags()))
                .field("interface", route.ifnet().name())
                .close();
    }
}
