package org.ifnet.ifaddr;

import java.util.List;

import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * A page of the listing of interfaces and their addresses, which stands for SIOCGIFCONF (reference 1.11): where the original
 * cuts a list off at the end of a buffer and says nothing, a page says that more follows, and where to go on.
 *
 * @param entries in order of attach; of one interface the link-level address first, then the others in the order of adding
 * @param next where the next page begins
 * @param more something may follow
 */
public record IfconfPage(List<Entry> entries, Cursor next, boolean more) {
    public IfconfPage {
        entries = List.copyOf(entries);
    }

    /**
     * One address of an interface. Both addresses are null when the interface has none, or none that exists for the caller.
     *
     * @param ifnet the name at the time of the page
     */
    public record Entry(
            String ifnet,
            int index,
            @Nullable MacAddress lladdr,
            @Nullable IpAddress address) {}

    /**
     * A place in the listing, between two entries. It stays good while interfaces come and go: an interface that stays is
     * neither left out nor listed twice.
     *
     * @param index of the interface whose entries were listed last; 0 for the beginning
     * @param handle of that interface, so that another one that has the index now is listed from its beginning
     * @param listed how many of its entries were listed
     */
    public record Cursor(int index, int handle, int listed) {
        /** The beginning. */
        public static final Cursor START = new Cursor(0, 0, 0);
    }
}
