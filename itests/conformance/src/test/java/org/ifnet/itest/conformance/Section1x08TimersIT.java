package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.Counter;
import org.ifnet.DriverState;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.driver.DriverContext;
import org.ifnet.driver.Watchdog;
import org.ifnet.testkit.Seeds;
import org.junit.jupiter.api.Test;

/** Reference 1.8 and 11.23: watchdogs of interfaces and subqueues. */
class Section1x08TimersIT {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;

    /** A card with a watchdog over itself and one over its second queue. */
    private static final class Watched extends Serialized {
        final AtomicInteger barks = new AtomicInteger();
        volatile long barkedAt;
        volatile Runnable inBody = () -> {};
        volatile boolean gone;
        volatile Watchdog whole;
        volatile Watchdog second;

        @Override
        public void attach(DriverContext given) throws IfnetException {
            super.attach(given);
            whole = given.watchdog(this::bark);
            second = given.watchdog(1, this::bark);
        }

        private void bark() {
            control();
            barkedAt = env.nanoTime();
            inBody.run();
            barks.incrementAndGet();
            if (gone) {
                violations.incrementAndGet();
            }
        }

        /** A thread that holds a serializer of its own card, as a device's interrupt does; the flag ends it. */
        AtomicBoolean busy(Layer layer) {
            AtomicBoolean held = new AtomicBoolean();
            AtomicBoolean enough = new AtomicBoolean();
            context.thread("busy", () -> {
                serializer.get(2).enter();
                held.set(true);
                while (!enough.get()) {
                    env.park(MS);
                    env.interrupted();
                }
                serializer.get(2).exit();
            });
            layer.await("busy", held::get);
            return enough;
        }
    }

    private static Ifnet up(Layer layer, Watched card) throws IfnetException {
        return layer.up(layer.attach("em0", card).ifnet());
    }

    private static void inSimulation(Both.Scenario scenario) {
        Seeds.run(20, seed -> Both.inSimulation(seed, scenario));
    }

    @Test
    void oneThatIsWoundUpFiresOnceHoldingAllSerializersAndIsCounted() {
        Both.run(layer -> {
            Watched card = new Watched();
            Ifnet ifnet = up(layer, card);
            long begin = layer.env.nanoTime();
            card.whole.arm(1);
            card.second.arm(1);
            layer.await("both", () -> card.barks.get() == 2);
            assertTrue(card.barkedAt - begin >= SECOND);
            Serialized.sleep(layer, SECOND + SECOND / 2);
            assertEquals(2, card.barks.get());
            assertEquals(1, card.whole.expired());
            assertEquals(2, ifnet.counters().get(Counter.OERRORS));
            assertEquals(0, card.violations.get());
        });
    }

    @Test
    void itCountsSecondsFromTheLastWindingUp() {
        inSimulation(layer -> {
            Watched card = new Watched();
            up(layer, card);
            card.second.arm(5);
            Serialized.sleep(layer, 3 * SECOND);
            card.second.arm(5);
            long again = layer.env.nanoTime();
            Serialized.sleep(layer, 4 * SECOND - MS);
            assertEquals(0, card.barks.get());
            layer.await("fires", () -> card.barks.get() == 1);
            assertTrue(card.barkedAt - again <= 5 * SECOND + 50 * MS);
        });
    }

    @Test
    void oneOfZeroSecondsNeverFires() {
        inSimulation(layer -> {
            Watched card = new Watched();
            up(layer, card);
            card.whole.arm(0);
            card.second.arm(2);
            card.second.arm(0);
            Serialized.sleep(layer, 5 * SECOND);
            assertEquals(0, card.barks.get());
            assertThrows(IllegalArgumentException.class, () -> card.whole.arm(-1));
            assertThrows(IllegalArgumentException.class, () -> card.whole.arm(Watchdog.LONGEST + 1));
        });
    }

    @Test
    void oneThatFindsASerializerHeldFiresASecondLater() {
        inSimulation(layer -> {
            Watched card = new Watched();
            up(layer, card);
            AtomicBoolean enough = card.busy(layer);
            card.whole.arm(1);
            Serialized.sleep(layer, SECOND + SECOND / 2);
            assertEquals(0, card.barks.get());
            enough.set(true);
            layer.await("fires", () -> card.barks.get() == 1);
        });
    }

    @Test
    void bug_oneThatIsClearedNeverFiresEvenIfASerializerWasHeldAtItsTime() {
        inSimulation(layer -> {
            Watched card = new Watched();
            up(layer, card);
            AtomicBoolean enough = card.busy(layer);
            card.whole.arm(1);
            Serialized.sleep(layer, SECOND - MS + (layer.env.random() & 0x1f_ffff));
            card.whole.clear();
            enough.set(true);
            int before = card.barks.get();
            Serialized.sleep(layer, 4 * SECOND);
            assertEquals(before, card.barks.get());
            assertEquals(0, before, "held all the time");
        });
    }

    @Test
    void bug_oneThatIsWoundUpToFiveWhileASerializerWasHeldStaysAtFive() {
        inSimulation(layer -> {
            Watched card = new Watched();
            up(layer, card);
            AtomicBoolean enough = card.busy(layer);
            card.whole.arm(1);
            Serialized.sleep(layer, SECOND - MS + (layer.env.random() & 0x1f_ffff));
            card.whole.arm(5);
            long again = layer.env.nanoTime();
            enough.set(true);
            layer.await("not yet", () -> layer.env.nanoTime() - again > 4 * SECOND - 10 * MS);
            assertEquals(0, card.barks.get());
            Serialized.sleep(layer, SECOND + 50 * MS);
            assertEquals(1, card.barks.get());
        });
    }

    @Test
    void bug_aTickThatRunsDuringStopDoesNotWindItselfUpAgain() {
        Seeds.run(
                60,
                seed -> Both.inSimulation(seed, layer -> {
                    Watched card = new Watched();
                    Ifnet ifnet = up(layer, card);
                    card.second.arm(2);
                    card.whole.arm(1);
                    Serialized.sleep(layer, SECOND - MS + (layer.env.random() & 0x1f_ffff));
                    layer.down(ifnet);
                    card.gone = true;
                    int before = card.barks.get();
                    Serialized.sleep(layer, 4 * SECOND);
                    assertEquals(before, card.barks.get());
                    assertEquals(0, card.violations.get());
                }));
    }

    @Test
    void noneFiresAfterDetach() {
        inSimulation(layer -> {
            Watched card = new Watched();
            Ifnets.Attachment attachment = layer.attach("em0", card);
            layer.up(attachment.ifnet());
            card.whole.arm(1);
            Serialized.sleep(layer, SECOND - MS + (layer.env.random() & 0x1f_ffff));
            attachment.detach();
            card.gone = true;
            card.whole.arm(1);
            Serialized.sleep(layer, 3 * SECOND);
            assertEquals(0, card.violations.get());
        });
    }

    @Test
    void oneWhoseBodyDoesNotReturnInTimeIsQuarantinedAndFiresNoMore() {
        inSimulation(layer -> {
            Watched card = new Watched();
            Ifnet ifnet = up(layer, card);
            AtomicBoolean release = new AtomicBoolean();
            card.inBody = () -> {
                while (!release.get()) {
                    layer.env.park(MS);
                    layer.env.interrupted();
                }
            };
            card.second.arm(3);
            card.whole.arm(1);
            layer.await("quarantine", () -> ifnet.driverState() == DriverState.QUARANTINED);
            release.set(true);
            Serialized.sleep(layer, 5 * SECOND);
            assertEquals(1, card.barks.get());
        });
    }
}
