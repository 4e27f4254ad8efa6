package org.ifnet.shell.internal;

import java.util.List;
import java.util.Set;

import org.ifnet.IfCapabilities;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.control.Media;
import org.ifnet.control.MediaStatus;
import org.ifnet.control.Tunnel;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifmaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.inet6.Address6State;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * What ifconfig shows, for programs: every value of {@code -m -v}, under names that stay (docs/operator.md). A value that
 * an interface does not have is left out.
 *
 * @param family only addresses of that one, or {@link Families#ALL}
 */
record IfconfigJson(int family) {
    String of(List<IfconfigFacts> all) {
        Json json = new Json().openList();
        all.forEach(facts -> one(json, facts));
        return json.closeList().toString();
    }

    private void one(Json json, IfconfigFacts facts) {
        Ifnet ifnet = facts.ifnet();
        json.open().field("name", ifnet.name()).field("index", ifnet.index());
        json.field("type", ifnet.type().name());
        word(json, "flags", "flag_names", ifnet.flags(), IfFlags.names(ifnet.flags()));
        json.field("mtu", ifnet.mtu()).field("metric", ifnet.metric());
        int can = ifnet.capabilities();
        word(json, "capabilities", "capability_names", can, IfCapabilities.names(can));
        int on = ifnet.capabilitiesEnabled();
        word(json, "options", "option_names", on, IfCapabilities.names(on));
        json.field("tsolen", ifnet.tsoLength());
        tunnel(json, facts.tunnel());
        MacAddress lladdr = ifnet.lladdr();
        json.field("lladdr", lladdr);
        json.key("addresses").openList();
        facts.addresses(family).forEach(a -> address(json, a, facts.states().get(a)));
        json.closeList();
        json.key("groups").list(ifnet.groups());
        media(json, facts.media());
        json.field("status", facts.status());
        json.field("driver", ifnet.driverState().name()).field("driver_status", ifnet.driverStatus());
        if (!facts.unanswered().isEmpty()) {
            json.field("driver_no_answer", facts.unanswered());
        }
        details(json, facts);
        json.close();
    }

    private static void word(Json json, String value, String names, int word, String text) {
        json.field(value, word).key(names).list(text.isEmpty() ? Set.of() : List.of(text.split(",")));
    }

    private static void tunnel(Json json, @Nullable Tunnel tunnel) {
        if (tunnel != null) {
            json.key("tunnel").open().field("family", Families.name(tunnel.source()));
            json.field("source", tunnel.source())
                    .field("destination", tunnel.destination())
                    .close();
        }
    }

    private static void address(Json json, Ifaddr a, @Nullable Address6State state) {
        IpAddress address = a.address();
        int length = a.prefix().length();
        json.open().field("family", Families.name(address)).field("address", address);
        json.field("prefix_length", length);
        if (address.isV4()) {
            json.field("netmask", IpAddress.formatV4(IpPrefix.mask32(length)));
        }
        json.field("destination", a.destination()).field("broadcast", a.broadcast());
        if (IfconfigFacts.isScoped(a)) {
            json.field("scope_id", a.ifnet().index());
        }
        if (state != null) {
            String words = state.words().trim();
            json.key("states").list(words.isEmpty() ? Set.of() : List.of(words.split(" ")));
            lifetime(json, "pltime", state.preferred());
            lifetime(json, "vltime", state.valid());
        }
        json.close();
    }

    private static void lifetime(Json json, String name, long seconds) {
        if (seconds != Address6State.FOREVER) {
            json.field(name, seconds);
        }
    }

    private static void media(Json json, @Nullable MediaStatus status) {
        if (status == null) {
            return;
        }
        json.key("media").open().key("current");
        medium(json, status.current());
        if (status.active() != null) {
            json.key("active");
            medium(json, status.active());
        }
        json.key("supported").openList();
        status.supported().forEach(each -> medium(json, each));
        json.closeList().close();
    }

    private static void medium(Json json, Media media) {
        json.open().field("subtype", media.subtype()).key("options").list(media.options());
        json.field("instance", media.instance()).close();
    }

    private static void details(Json json, IfconfigFacts facts) {
        Ifnet ifnet = facts.ifnet();
        json.field("driver_faults", ifnet.driverFaults()).field("baudrate", ifnet.baudrate());
        json.field("physical", ifnet.physical()).field("queues", ifnet.queue().count());
        json.field("promisc_count", ifnet.promiscCount()).field("allmulti_count", ifnet.allmultiCount());
        json.key("multicast").openList();
        facts.memberships().forEach(m -> membership(json, m));
        json.closeList();
    }

    static void membership(Json json, Ifmaddr m) {
        json.open().field("group", m.group()).field("lladdr", m.lladdr());
        json.field("references", m.references()).field("direct", m.direct()).close();
    }
}
