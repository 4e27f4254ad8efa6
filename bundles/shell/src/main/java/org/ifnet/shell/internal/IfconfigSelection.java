package org.ifnet.shell.internal;

import java.util.List;

import org.ifnet.IfFlags;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.domain.AddressFamily;
import org.jspecify.annotations.Nullable;

/**
 * Which interfaces a listing is of.
 *
 * @param down only those that are down
 * @param up only those that are up
 * @param group only its members; null for all
 */
record IfconfigSelection(boolean down, boolean up, @Nullable String group) {
    static IfconfigSelection of(Options options) throws IfnetException {
        if (options.has("-d") && options.has("-u")) {
            throw Options.misuse("ifconfig", "-d and -u exclude each other");
        }
        if (options.has("-l") && (options.has("-a") || options.has("-m"))) {
            throw Options.misuse("ifconfig", "-l excludes -a and -m");
        }
        return new IfconfigSelection(options.has("-d"), options.has("-u"), options.value("-g"));
    }

    List<Ifnet> from(Platform platform) throws IfnetException {
        List<Ifnet> all =
                group == null ? platform.ifnets().list() : platform.groups().members(group);
        return all.stream().filter(this::includes).toList();
    }

    private boolean includes(Ifnet ifnet) {
        boolean isUp = ifnet.has(IfFlags.UP);
        return !(down && isUp) && !(up && !isUp);
    }

    /** With the family link, only those of Ethernet. */
    List<String> names(List<Ifnet> chosen, int family) {
        return chosen.stream()
                .filter(ifnet -> family != AddressFamily.LINK || isEthernet(ifnet))
                .map(Ifnet::name)
                .toList();
    }

    private static boolean isEthernet(Ifnet ifnet) {
        return ifnet.type() == IfType.ETHER && ifnet.lladdr() != null;
    }
}
