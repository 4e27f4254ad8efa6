package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.Counter;
import org.ifnet.Errno;
import org.ifnet.IfCapabilities;
import org.ifnet.IfFlags;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.control.AddressRequest;
import org.ifnet.control.ControlRequest;
import org.ifnet.control.Media;
import org.ifnet.control.Privilege;
import org.ifnet.control.Tunnel;
import org.ifnet.driver.DriverInfo;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.netisr.EnvThread;
import org.ifnet.wire.MacAddress;
import org.junit.jupiter.api.Test;

/** Reference 1.9 and if_media of 8: control operations. */
class Section1x09ControlIT {
    private static final int CAPABILITIES = IfCapabilities.RXCSUM | IfCapabilities.TXCSUM | IfCapabilities.VLAN_MTU;

    private static Card capable() {
        Card card = new Card();
        card.info = new DriverInfo(
                IfType.ETHER,
                MacAddress.local(9),
                IfFlags.BROADCAST | IfFlags.MULTICAST,
                1500,
                72,
                65535,
                CAPABILITIES,
                0,
                1);
        return card;
    }

    private static long changes(Layer layer) {
        return layer.events.of("em0").stream().filter("Changed"::equals).count();
    }

    @Test
    void nobodyWritesTheBitsThatCannotBeChanged() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            int before = em0.flags();
            layer.control().setFlags(Layer.ROOT, em0, IfFlags.CANTCHANGE, 0);
            layer.control().setFlags(Layer.ROOT, em0, 0, IfFlags.CANTCHANGE);
            assertEquals(before, em0.flags());
            assertEquals(0, changes(layer), "and that is no change");
        });
    }

    @Test
    void bug_flagsAreRolledBackWhenTheDriverRefuses() {
        Both.run(layer -> {
            Card card = new Card();
            Ifnet em0 = layer.attach("em0", card).ifnet();
            int before = em0.flags();
            card.fail("setFlags", Errno.EIO);
            Layer.fails(
                    Errno.EIO,
                    () -> layer.control().setFlags(Layer.ROOT, em0, IfFlags.PPROMISC | IfFlags.LINK0 | IfFlags.UP, 0));
            assertEquals(before, em0.flags());
            assertEquals(List.of("Attached"), layer.events.of("em0"));
            assertEquals(
                    List.of("setFilter [" + before + "]"),
                    card.calls.subList(card.calls.size() - 1, card.calls.size()));
            card.mend("setFlags");
            card.fail("init", Errno.ENOMEM);
            Layer.fails(
                    Errno.ENOMEM,
                    () -> layer.control().setFlags(Layer.ROOT, em0, IfFlags.PPROMISC | IfFlags.LINK0 | IfFlags.UP, 0));
            assertEquals(before, em0.flags());
        });
    }

    @Test
    void bug_writersOfFlagsFromManyThreadsLoseNothing() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            int[] bits = {IfFlags.LINK0, IfFlags.LINK1, IfFlags.LINK2, IfFlags.DEBUG};
            List<EnvThread> threads = new ArrayList<>();
            for (int bit : bits) {
                threads.add(layer.env.start("writer" + bit, () -> {
                    try {
                        for (int i = 0; i < 4; i++) {
                            layer.control().setFlags(Layer.ROOT, em0, 0, bit);
                            layer.control().setFlags(Layer.ROOT, em0, bit, 0);
                        }
                    } catch (IfnetException e) {
                        throw new AssertionError(e);
                    }
                }));
            }
            threads.forEach(thread -> thread.join(-1));
            assertTrue(em0.has(IfFlags.LINK0 | IfFlags.LINK1 | IfFlags.LINK2 | IfFlags.DEBUG));
        });
    }

    @Test
    void theMtuHasTheRangeOfTheDeviceWithin72And65535() {
        Both.run(layer -> {
            Ifnet em0 = layer.attach("em0", capable()).ifnet();
            Layer.fails(Errno.EINVAL, () -> layer.control().setMtu(Layer.ROOT, em0, 71));
            layer.control().setMtu(Layer.ROOT, em0, 72);
            layer.control().setMtu(Layer.ROOT, em0, 65535);
            Layer.fails(Errno.EINVAL, () -> layer.control().setMtu(Layer.ROOT, em0, 65536));
            assertEquals(65535, em0.mtu());
            long before = em0.lastChange();
            layer.control().setMtu(Layer.ROOT, em0, 65535);
            assertEquals(before, em0.lastChange(), "the same mtu is no change");
            assertEquals(2, changes(layer));
        });
    }

    @Test
    void capabilitiesAreThoseOfTheDeviceAndItsRefusalChangesNothing() {
        Both.run(layer -> {
            Card card = capable();
            Ifnet em0 = layer.attach("em0", card).ifnet();
            Layer.fails(Errno.EINVAL, () -> layer.control().setCapabilities(Layer.ROOT, em0, IfCapabilities.JUMBO_MTU));
            layer.control().setCapabilities(Layer.ROOT, em0, IfCapabilities.RXCSUM);
            assertEquals(IfCapabilities.RXCSUM, em0.capabilitiesEnabled());
            assertEquals(CAPABILITIES, em0.capabilities());
            card.fail("setCapabilities", Errno.EIO);
            Layer.fails(Errno.EIO, () -> layer.control().setCapabilities(Layer.ROOT, em0, 0));
            assertEquals(IfCapabilities.RXCSUM, em0.capabilitiesEnabled());
        });
    }

    @Test
    void metricTsolenAndPhysicalAreKept() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            assertEquals(4 * 1500, em0.tsoLength());
            layer.control().setMetric(Layer.ROOT, em0, 3);
            layer.control().setTsoLength(Layer.ROOT, em0, Integer.MAX_VALUE);
            layer.control().setPhysical(Layer.ROOT, em0, 5);
            Layer.fails(Errno.EINVAL, () -> layer.control().setTsoLength(Layer.ROOT, em0, 0));
            assertEquals(List.of(3, Integer.MAX_VALUE, 5), List.of(em0.metric(), em0.tsoLength(), em0.physical()));
        });
    }

    @Test
    void mediaAreChosenAmongWhatTheDeviceHas() {
        Both.run(layer -> {
            Card card = new Card();
            Ifnet em0 = layer.attach("em0", card).ifnet();
            Layer.fails(Errno.ENXIO, () -> layer.control().setMedia(Layer.ROOT, em0, Media.of("10baseT")));
            Media fast = Card.MEDIA.get(1);
            layer.control().setMedia(Layer.ROOT, em0, fast);
            layer.control().setMedia(Layer.ROOT, em0, fast);
            assertEquals(
                    1, card.calls.stream().filter(c -> c.startsWith("setMedia")).count(), "once: it is chosen");
            card.fail("setMedia", Errno.EIO);
            Layer.fails(Errno.EIO, () -> layer.control().setMedia(Layer.ROOT, em0, Card.MEDIA.get(2)));
            assertEquals(fast, layer.control().media(em0).current());
            card.mend("setMedia");
            layer.control().setMedia(Layer.ROOT, em0, Card.MEDIA.get(0));
            layer.control().setMedia(Layer.ROOT, em0, Card.MEDIA.get(0));
            assertEquals(
                    4, card.calls.stream().filter(c -> c.startsWith("setMedia")).count(), "autoselect runs again");
        });
    }

    @Test
    void tunnelAddressesAreOfOneFamilyAndTheDriversBusiness() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            IpAddress four = IpAddress.parse("192.0.2.1");
            IpAddress six = IpAddress.parse("2001:db8::1");
            Layer.fails(Errno.EINVAL, () -> layer.control().setTunnel(Layer.ROOT, em0, new Tunnel(four, six)));
            Layer.fails(Errno.EADDRNOTAVAIL, () -> layer.control().tunnel(em0));
            Tunnel tunnel = new Tunnel(four, IpAddress.parse("192.0.2.2"));
            layer.control().setTunnel(Layer.ROOT, em0, tunnel);
            assertEquals(tunnel, layer.control().tunnel(em0));
            layer.control().deleteTunnel(Layer.ROOT, em0);
            Layer.fails(Errno.EADDRNOTAVAIL, () -> layer.control().tunnel(em0));
        });
    }

    @Test
    void whatADeviceDoesNotHaveIsNotSupported() {
        Both.run(layer -> {
            Ifnet lo0 = layer.ifnet("lo0");
            Layer.fails(Errno.EOPNOTSUPP, () -> layer.control().media(lo0));
            Layer.fails(Errno.EOPNOTSUPP, () -> layer.control().setPhysical(Layer.ROOT, lo0, 1));
            Layer.fails(Errno.EOPNOTSUPP, () -> layer.control().tunnel(lo0));
            Layer.fails(Errno.EOPNOTSUPP, () -> layer.control().generic(lo0));
            Layer.fails(Errno.EOPNOTSUPP, () -> layer.control().setGeneric(Layer.ROOT, lo0, "x"));
        });
    }

    @Test
    void theStatusHasAtMost800Characters() {
        Both.run(layer -> {
            Card card = new Card();
            card.status = "x".repeat(1000);
            Ifnet em0 = layer.attach("em0", card).ifnet();
            assertEquals(800, layer.control().status(em0).length());
        });
    }

    @Test
    void bug_dataHasTheSumsOfTheCounters() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            em0.counters().add(Counter.IPACKETS, 7);
            assertEquals(7L, layer.control().data(em0).counters().get(Counter.IPACKETS));
            assertEquals(
                    Counter.values().length,
                    layer.control().data(em0).counters().size());
        });
    }

    private record Request(String what, Privilege privilege) implements ControlRequest {}

    private record Address(String what, Privilege privilege) implements AddressRequest {}

    /** [HEAD] baf84f0ae5. */
    @Test
    void whatNoProtocolKnowsGoesToTheDriverUnlessItSetsAnAddress() {
        Both.run(layer -> {
            Card card = new Card();
            Ifnet em0 = layer.attach("em0", card).ifnet();
            assertEquals("the card", layer.control().control(Layer.ROOT, em0, 2, new Request("leds", null)));
            Layer.fails(
                    Errno.EOPNOTSUPP,
                    () -> layer.control().control(Layer.ROOT, em0, 2, new Address("SIOCSIFADDR", Privilege.INTERFACE)));
            assertFalse(card.calls.toString().contains("SIOCSIFADDR"));
        });
    }

    @Test
    void anInterfaceThatIsGoneAnswersEnxio() {
        Both.run(layer -> {
            Ifnets.Attachment gone = layer.attach("em0", new Card());
            gone.detach();
            Ifnet em0 = gone.ifnet();
            Layer.fails(Errno.ENXIO, () -> layer.control().setMtu(Layer.ROOT, em0, 1400));
            Layer.fails(Errno.ENXIO, () -> layer.control().promisc(Layer.ROOT, em0, true));
            Layer.fails(Errno.ENXIO, () -> layer.control().media(em0));
            Layer.fails(Errno.ENXIO, () -> layer.up(em0));
        });
    }
}
