package org.ifnet.dhcp.internal;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.ifaddr.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A session as words, to be kept while the bundle is away: the name of the interface, then of its lease the address, the
 * length of the prefix, the server, routers, name servers, three times and what is left of it, and when that was (in
 * milliseconds since 1970).
 */
record LeaseText(String name, @Nullable Offer lease, long left) {
    private static final int WORDS = 11;

    static List<String> write(String name, @Nullable Offer lease, long left, long wallMillis) {
        if (lease == null) {
            return List.of(name);
        }
        return List.of(
                name,
                lease.address().toString(),
                Integer.toString(lease.prefixLength()),
                lease.server().toString(),
                join(lease.routers()),
                join(lease.nameServers()),
                Long.toString(lease.lease()),
                Long.toString(lease.renewal()),
                Long.toString(lease.rebinding()),
                Long.toString(left),
                Long.toString(wallMillis));
    }

    private static String join(List<IpAddress> addresses) {
        return String.join(",", addresses.stream().map(IpAddress::toString).toList());
    }

    static LeaseText read(List<String> words, long wallMillis) {
        if (words.size() != WORDS) {
            return new LeaseText(words.get(0), null, 0);
        }
        long lease = Long.parseLong(words.get(6));
        Offer offer = new Offer(
                Message.ACK,
                IpAddress.parse(words.get(1)),
                Integer.parseInt(words.get(2)),
                IpAddress.parse(words.get(3)),
                split(words.get(4)),
                split(words.get(5)),
                lease,
                Long.parseLong(words.get(7)),
                Long.parseLong(words.get(8)));
        long away = Math.max(0, (wallMillis - Long.parseLong(words.get(10))) / 1000);
        long left = lease == Message.FOREVER ? lease : Long.parseLong(words.get(9)) - away;
        return new LeaseText(words.get(0), offer, left);
    }

    private static List<IpAddress> split(String text) {
        List<IpAddress> addresses = new ArrayList<>();
        for (String word : text.split(",")) {
            if (!word.isEmpty()) {
                addresses.add(IpAddress.parse(word));
            }
        }
        return List.copyOf(addresses);
    }
}
