package org.ifnet.shell.internal;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.ifnet.Counter;
import org.ifnet.DropReason;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.route.Route;
import org.ifnet.route.RouteFlags;
import org.ifnet.route.Routes;

/** What netstat shows, for programs, under names that stay (docs/operator.md). */
final class NetstatJson {
    private NetstatJson() {}

    /** Everything of -i, -s and -g in one. */
    static String interfaces(List<InterfaceFacts> all) {
        Json json = new Json().openList();
        all.forEach(facts -> one(json, facts));
        return json.closeList().toString();
    }

    private static void one(Json json, InterfaceFacts facts) {
        Ifnet ifnet = facts.ifnet();
        json.open().field("name", ifnet.name()).field("index", ifnet.index());
        json.field("up", ifnet.has(IfFlags.UP)).field("mtu", ifnet.mtu()).field("lladdr", ifnet.lladdr());
        json.key("addresses").openList();
        facts.addresses().forEach(a -> address(json, a));
        json.closeList().key("multicast").openList();
        facts.memberships().forEach(m -> IfconfigJson.membership(json, m));
        json.closeList().key("counters");
        counters(json.open(), facts.counters()).close();
        drops(json, "drops_received", facts.dropsReceived());
        drops(json, "drops_to_send", facts.dropsToSend());
        json.close();
    }

    private static void address(Json json, Ifaddr a) {
        json.open().field("family", Families.name(a.address())).field("address", a.address());
        json.field("network", a.prefix().address())
                .field("prefix_length", a.prefix().length());
        json.close();
    }

    static Json counters(Json json, Map<Counter, Long> counters) {
        counters.forEach((counter, n) -> json.field(counter.name().toLowerCase(Locale.ROOT), n.longValue()));
        return json;
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
                .field("mtu", route.metrics().mtu())
                .field("interface", route.ifnet().name())
                .close();
    }
}
