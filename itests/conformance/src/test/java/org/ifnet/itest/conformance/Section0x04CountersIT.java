package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.Counter;
import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.netisr.EnvThread;
import org.junit.jupiter.api.Test;

/** Reference 0.4, if_mib of 8, and test 22: whoever reads a counter reads the sum over all cpus. */
class Section0x04CountersIT {
    private static String mib(Layer layer, Ifnet ifnet, String leaf) throws IfnetException {
        return layer.sysctl("net.link.generic.ifdata." + ifnet.index() + ".general." + leaf);
    }

    @Test
    void bug_everyWayToReadGivesTheSum() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            for (int cpu = 0; cpu < layer.netisr.cpus(); cpu++) {
                int row = cpu;
                layer.netisr.call(cpu, () -> {
                    em0.counters().add(row, Counter.IPACKETS, 10 + row);
                    return true;
                });
            }
            em0.counters().add(Counter.IPACKETS, 100);
            assertEquals(121, em0.counters().get(Counter.IPACKETS));
            assertEquals(121L, layer.control().data(em0).counters().get(Counter.IPACKETS));
            assertEquals("121", mib(layer, em0, "ipackets"));
        });
    }

    @Test
    void whoSetsACounterSetsTheSum() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            layer.netisr.call(1, () -> {
                em0.counters().add(1, Counter.IERRORS, 5);
                return true;
            });
            layer.sysctl("net.link.generic.ifdata." + em0.index() + ".general.ierrors", "2");
            assertEquals(2, em0.counters().get(Counter.IERRORS));
        });
    }

    @Test
    void manyThreadsLoseNoCount() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            List<EnvThread> threads = new ArrayList<>();
            for (int t = 0; t < 3; t++) {
                threads.add(layer.env.start("counter" + t, () -> {
                    for (int i = 0; i < 50; i++) {
                        em0.counters().add(Counter.OBYTES, 3);
                        layer.env.yieldPoint("count");
                    }
                }));
            }
            threads.forEach(thread -> thread.join(-1));
            assertEquals(450, em0.counters().get(Counter.OBYTES));
        });
    }

    @Test
    void theMibAnswersEnoentForAnIndexThatNobodyHas() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            Layer.fails(Errno.ENOENT, () -> layer.sysctl("net.link.generic.ifdata.0.general.ipackets"));
            Layer.fails(Errno.ENOENT, () -> layer.sysctl("net.link.generic.ifdata.9999.general.ipackets"));
            Layer.fails(Errno.ENOENT, () -> mib(layer, em0, "nothing"));
            Layer.fails(
                    Errno.EPERM, () -> layer.sysctl("net.link.generic.ifdata." + em0.index() + ".general.name", "x"));
            assertEquals("em0", mib(layer, em0, "name"));
        });
    }

    @Test
    void bug_ifcountIsTheNumberOfInterfacesAndNotTheHighestIndex() {
        Both.run(layer -> {
            layer.card("em0");
            var em1 = layer.attach("em1", new Card());
            layer.card("em2");
            em1.detach();
            assertEquals("3", layer.sysctl("net.link.generic.system.ifcount"));
        });
    }

    @Test
    void statsCompatIsAcceptedAndChangesNothing() {
        Both.run(layer -> {
            layer.sysctl("net.link.stats_compat", "1");
            assertEquals("1", layer.sysctl("net.link.stats_compat"));
        });
    }
}
