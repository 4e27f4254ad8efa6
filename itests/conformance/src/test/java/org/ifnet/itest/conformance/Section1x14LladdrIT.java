package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.wire.MacAddress;
import org.junit.jupiter.api.Test;

/** Reference 1.14: the link-level address. */
class Section1x14LladdrIT {
    private static final MacAddress NEW = MacAddress.parse("02:00:00:00:00:99");

    @Test
    void theDriverIsToldAndOneChangeIs() {
        Both.run(layer -> {
            Card card = new Card();
            Ifnet em0 = layer.attach("em0", card).ifnet();
            layer.control().setLladdr(Layer.ROOT, em0, NEW);
            layer.control().setLladdr(Layer.ROOT, em0, NEW);
            assertEquals(NEW, em0.lladdr());
            assertEquals(
                    1,
                    card.calls.stream().filter(c -> c.startsWith("setLladdr")).count());
            assertEquals(List.of("Attached", "Changed"), layer.events.of("em0"));
        });
    }

    @Test
    void bug_whatIsNoAddressOfOneStationIsRefused() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            MacAddress before = em0.lladdr();
            for (String bad : List.of("00:00:00:00:00:00", "01:00:5e:00:00:01", "ff:ff:ff:ff:ff:ff")) {
                Layer.fails(Errno.EINVAL, () -> layer.control().setLladdr(Layer.ROOT, em0, MacAddress.parse(bad)));
            }
            assertEquals(before, em0.lladdr());
        });
    }

    @Test
    void bug_aRefusingDriverLeavesTheAddressAndNobodyIsTold() {
        Both.run(layer -> {
            Card card = new Card().fail("setLladdr", Errno.EIO);
            Ifnet em0 = layer.attach("em0", card).ifnet();
            MacAddress before = em0.lladdr();
            Layer.fails(Errno.EIO, () -> layer.control().setLladdr(Layer.ROOT, em0, NEW));
            assertEquals(before, em0.lladdr());
            assertEquals(List.of("Attached"), layer.events.of("em0"));
        });
    }

    @Test
    void aTypeWithoutOneHasNoneToSet() {
        Both.run(layer ->
                Layer.fails(Errno.ENODEV, () -> layer.control().setLladdr(Layer.ROOT, layer.ifnet("lo0"), NEW)));
    }

    @Test
    void theNeighboursAreToldOfANewAddress() {
        Both.run(layer -> {
            Card card = new Card();
            Ifnet em0 = layer.attach("em0", card).ifnet();
            layer.address(em0, "10.0.0.1/24");
            layer.await("the announcement of the address", () -> card.sent.get() >= 1);
            long before = card.sent.get();
            layer.control().setLladdr(Layer.ROOT, em0, NEW);
            layer.await("the announcement of the new one", () -> card.sent.get() > before);
            assertTrue(em0.isUsable());
        });
    }
}
