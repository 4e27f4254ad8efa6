package org.ifnet.shell.internal;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.LinkState;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.wire.MacAddress;

/** What ifconfig shows, for programs. */
final class IfconfigJson {
    private IfconfigJson() {}

    static String of(List<Ifnet> ifnets, Function<Ifnet, List<Ifaddr>> addresses) {
        Json json = new Json().openList();
        for (Ifnet ifnet : ifnets) {
            one(json, ifnet, addresses.apply(ifnet));
        }
        return json.closeList().toString();
    }

    private static void one(Json json, Ifnet ifnet, List<Ifaddr> addresses) {
        json.open()
                .field("name", ifnet.name())
                .field("index", ifnet.index())
                .field("type", ifnet.type().name())
                .field("flags", ifnet.flags())
                .key("flag_names")
                .list(Arrays.stream(IfFlags.names(ifnet.flags()).split(","))
                        .filter(name -> !name.isEmpty())
                        .toList())
                .field("mtu", ifnet.mtu())
                .field("metric", ifnet.metric())
                .field("capabilities", ifnet.capabilities());
        MacAddress lladdr = ifnet.lladdr();
        if (lladdr != null) {
            json.field("lladdr", lladdr.toString());
        }
        json.key("addresses").openList();
        for (Ifaddr a : addresses) {
            json.open()
                    .field("family", a.address().isV4() ? "inet" : "inet6")
                    .field("address", a.address().toString())
                    .field("prefix_length", a.prefix().length())
                    .field("destination", a.destination())
                    .field("broadcast", a.broadcast())
                    .close();
        }
        json.closeList();
        if (ifnet.linkState() != LinkState.UNKNOWN) {
            json.field("status", ifnet.linkState() == LinkState.UP ? "active" : "no carrier");
        }
        json.field("driver", ifnet.driverState().name()).field("driver_status", ifnet.driverStatus());
        json.close();
    }
}
