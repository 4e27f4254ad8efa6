package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.route.Route;
import org.ifnet.testkit.Seeds;
import org.junit.jupiter.api.Test;

/** Reference 6.1: IPv4 addresses. */
class Section6x01AddressesIT {
    private static final Credential NOBODY = new Credential("nobody", Set.of());

    private static List<String> addresses(Layer layer, Ifnet ifnet) {
        return layer.route.ifaddrs().list(ifnet).stream()
                .map(a -> a.address() + "/" + a.prefix().length())
                .toList();
    }

    private static Map<IpPrefix, List<Route>> byPrefix(Layer layer) {
        Map<IpPrefix, List<Route>> routes = new HashMap<>();
        for (Route r : layer.route.routes().list(AddressFamily.INET)) {
            routes.computeIfAbsent(r.destination(), key -> new ArrayList<>()).add(r);
        }
        return routes;
    }

    /** SIOCSIFADDR told of a failure for a new address only; the caller of a change was told that all is well. */
    @Test
    void bug_aChangeOfAnAddressThatFailsSaysSoAndChangesNothing() {
        Both.run(layer -> {
            Card card = new Card();
            Ifnet em0 = layer.attach("em0", card).ifnet();
            layer.address(em0, "10.0.0.1/24");
            layer.down(em0);
            card.fail("init", Errno.EIO);
            Layer.fails(
                    Errno.EIO, () -> layer.route.ifaddrs().replace(Layer.ROOT, em0, AddressSpec.parse("10.0.0.2/24")));
            assertEquals(List.of("10.0.0.1/24"), addresses(layer, em0));
            assertTrue(!em0.has(IfFlags.UP));
            Layer.fails(
                    Errno.EINVAL,
                    () -> layer.route.ifaddrs().replace(Layer.ROOT, em0, AddressSpec.parse("224.0.0.5/24")));
            assertEquals(List.of("10.0.0.1/24"), addresses(layer, em0));
        });
    }

    /** SIOCSIFNETMASK and SIOCSIFDSTADDR made an address without a family, at which the detach of the interface failed. */
    @Test
    void bug_noAddressIsEverHalfThere() {
        Both.run(layer -> {
            Card card = new Card();
            Ifnet em0 = layer.attach("em0", card).ifnet();
            IpAddress none = IpAddress.parse("0.0.0.0");
            Layer.fails(
                    Errno.EINVAL,
                    () -> layer.route.ifaddrs().add(Layer.ROOT, em0, new AddressSpec(none, 24, null, null)));
            Layer.fails(
                    Errno.EINVAL,
                    () -> layer.route
                            .ifaddrs()
                            .add(Layer.ROOT, em0, new AddressSpec(none, 24, IpAddress.parse("10.0.0.2"), null)));
            assertEquals(List.of(), addresses(layer, em0));
        });
    }

    /** The look in the hash asked for the other family, so that an address was not found by its own value. */
    @Test
    void bug_anAddressIsFoundAndDeletedByItsValueBesideOtherFamilies() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            layer.address(em0, "2001:db8::1/64");
            layer.address(em0, "10.0.0.1/24");
            layer.address(em0, "10.0.0.2/24");
            IpAddress second = IpAddress.parse("10.0.0.2");
            assertEquals(second, layer.route.ifaddrs().withAddress(second).address());
            layer.route.ifaddrs().delete(Layer.ROOT, em0, AddressFamily.INET, second);
            assertEquals(List.of("2001:db8::1/64", "10.0.0.1/24"), addresses(layer, em0));
            assertNull(layer.route.ifaddrs().withAddress(second));
        });
    }

    /** Whether an address was there was told to everybody, as the privilege was asked for afterwards. */
    @Test
    void bug_whoMayNotDeleteLearnsNothing() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            layer.address(em0, "10.0.0.1/24");
            for (String address : List.of("10.0.0.1", "10.0.0.9")) {
                Layer.fails(
                        Errno.EPERM,
                        () -> layer.route.ifaddrs().delete(NOBODY, em0, AddressFamily.INET, IpAddress.parse(address)));
            }
        });
    }

    @Test
    void deleteWithoutAnAddressTakesTheFirstAndReplaceItsPlace() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            layer.address(em0, "10.0.0.1/24");
            layer.address(em0, "10.1.0.1/24");
            layer.route.ifaddrs().replace(Layer.ROOT, em0, AddressSpec.parse("10.2.0.1/24"));
            assertEquals(List.of("10.2.0.1/24", "10.1.0.1/24"), addresses(layer, em0));
            layer.route.ifaddrs().delete(Layer.ROOT, em0, AddressFamily.INET, null);
            assertEquals(List.of("10.1.0.1/24"), addresses(layer, em0));
            layer.route.ifaddrs().delete(Layer.ROOT, em0, AddressFamily.INET, null);
            Layer.fails(
                    Errno.EADDRNOTAVAIL, () -> layer.route.ifaddrs().delete(Layer.ROOT, em0, AddressFamily.INET, null));
        });
    }

    /** INV: of the addresses on one network exactly one owns its route; the route moves when the owner goes or is down. */
    @Test
    void eachConnectedPrefixHasExactlyOneOwnerWhateverHappens() {
        Seeds.run(
                20,
                seed -> Both.inSimulation(seed, layer -> {
                    Random random = new Random(seed);
                    List<Ifnet> cards = List.of(layer.card("em0"), layer.card("em1"), layer.card("em2"));
                    for (int step = 0; step < 200; step++) {
                        Ifnet card = cards.get(random.nextInt(3));
                        String address = "10.0." + random.nextInt(3) + "." + (1 + random.nextInt(5));
                        try {
                            step(layer, random, card, address);
                        } catch (IfnetException e) {
                            assertEquals(Errno.EADDRNOTAVAIL, e.errno());
                        }
                        checkOwners(layer, cards);
                    }
                }));
    }

    private static void step(Layer layer, Random random, Ifnet card, String address) throws IfnetException {
        switch (random.nextInt(4)) {
            case 0 -> layer.address(card, address + "/24");
            case 1 -> layer.route.ifaddrs().delete(Layer.ROOT, card, AddressFamily.INET, IpAddress.parse(address));
            case 2 -> layer.down(card);
            default -> layer.up(card);
        }
    }

    private static void checkOwners(Layer layer, List<Ifnet> cards) {
        Map<IpPrefix, List<Ifaddr>> usable = new HashMap<>();
        for (Ifnet card : cards) {
            for (Ifaddr a : card.has(IfFlags.UP) ? layer.route.ifaddrs().list(card) : List.<Ifaddr>of()) {
                usable.computeIfAbsent(a.prefix(), key -> new ArrayList<>()).add(a);
            }
        }
        Map<IpPrefix, List<Route>> routes = byPrefix(layer);
        for (int i = 0; i < 3; i++) {
            IpPrefix net = IpPrefix.parse("10.0." + i + ".0/24");
            List<Route> its = routes.getOrDefault(net, List.of());
            List<Ifaddr> owners = usable.getOrDefault(net, List.of());
            assertEquals(owners.isEmpty() ? 0 : 1, its.size(), net.toString());
            assertTrue(owners.isEmpty() || owners.contains(its.get(0).ifaddr()), net.toString());
        }
    }
}
