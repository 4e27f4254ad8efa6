package org.ifnet.route.internal;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.Ifnet;
import org.ifnet.Ifnets;
import org.ifnet.control.Credential;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IfconfPage;
import org.ifnet.ifaddr.IfconfPage.Cursor;
import org.ifnet.ifaddr.IfconfPage.Entry;
import org.ifnet.wire.MacAddress;

/**
 * The paged listing of interfaces with their addresses (reference 1.11). A later interface has a higher index, so the index
 * is the order of attach, and a place in the listing outlives the interface that it was found at. Any thread.
 */
final class Ifconf {
    private final Ifnets ifnets;
    private final AddressBook book;

    Ifconf(Ifnets ifnets, AddressBook book) {
        this.ifnets = ifnets;
        this.book = book;
    }

    IfconfPage page(Credential who, Cursor after, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("a page of " + limit + " entries");
        }
        List<Entry> entries = new ArrayList<>();
        Cursor at = after;
        for (Ifnet ifnet : ifnets.list()) {
            boolean begun = ifnet.handle() == after.handle();
            if (ifnet.index() < after.index()) {
                continue;
            }
            List<Entry> its = entries(who, ifnet);
            int from = begun ? after.listed() : 0;
            for (int i = from; i < its.size(); i++) {
                if (entries.size() == limit) {
                    return new IfconfPage(entries, at, true);
                }
                entries.add(its.get(i));
                at = new Cursor(ifnet.index(), ifnet.handle(), i + 1);
            }
        }
        return new IfconfPage(entries, at, false);
    }

    private List<Entry> entries(Credential who, Ifnet ifnet) {
        List<Entry> its = new ArrayList<>();
        MacAddress lladdr = ifnet.lladdr();
        if (lladdr != null) {
            its.add(new Entry(ifnet.name(), ifnet.index(), lladdr, null));
        }
        for (Ifaddr ifaddr : book.list(ifnet)) {
            if (who.sees(ifaddr.address().withZone(""))) {
                its.add(new Entry(ifnet.name(), ifnet.index(), null, ifaddr.address()));
            }
        }
        if (its.isEmpty()) {
            its.add(new Entry(ifnet.name(), ifnet.index(), null, null));
        }
        return its;
    }
}
