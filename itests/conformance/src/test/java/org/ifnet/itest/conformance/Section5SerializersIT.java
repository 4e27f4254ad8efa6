package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.DriverState;
import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.driver.IfnetSerializer;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvThread;
import org.ifnet.netisr.Serializer;
import org.ifnet.testkit.Seeds;
import org.junit.jupiter.api.Test;

/** Reference 5 and 11.20: serializers, the order of entering, and how not to deadlock. */
class Section5SerializersIT {
    private static final long MS = 1_000_000;

    /** An Env whose serializers write down who enters and exits. */
    private static Env noting(Env env, List<String> notes) {
        AtomicInteger made = new AtomicInteger();
        return (Env) Proxy.newProxyInstance(
                Env.class.getClassLoader(), new Class<?>[] {Env.class}, (self, method, args) -> {
                    int number = made.getAndIncrement();
                    return noting(number, env.serializer((String) args[0]), notes);
                });
    }

    private static Serializer noting(int number, Serializer real, List<String> notes) {
        return new Serializer() {
            @Override
            public void enter() {
                real.enter();
                notes.add("+" + number);
            }

            @Override
            public boolean tryEnter() {
                boolean got = real.tryEnter();
                notes.add((got ? "+" : "?") + number);
                return got;
            }

            @Override
            public void exit() {
                notes.add("-" + number);
                real.exit();
            }

            @Override
            public boolean isHeldByCaller() {
                return real.isHeldByCaller();
            }
        };
    }

    @Test
    void allAreEnteredInAscendingAndExitedInDescendingOrder() {
        Both.run(layer -> {
            List<String> notes = new ArrayList<>();
            IfnetSerializer all = IfnetSerializer.array(noting(layer.env, notes), "em0", 1, 2);
            all.enterAll();
            assertTrue(all.isAllHeldByCaller());
            all.exitAll();
            assertEquals(List.of("+0", "+1", "+2", "+3", "-3", "-2", "-1", "-0"), notes);
        });
    }

    @Test
    void tryingGetsAllOrNothing() {
        Both.run(layer -> {
            List<String> notes = new ArrayList<>();
            IfnetSerializer all = IfnetSerializer.array(noting(layer.env, notes), "em0", 1, 2);
            AtomicBoolean held = new AtomicBoolean();
            AtomicBoolean enough = new AtomicBoolean();
            EnvThread other = layer.env.start("holder", () -> {
                all.get(2).enter();
                held.set(true);
                layer.await("enough", enough::get);
                all.get(2).exit();
            });
            layer.await("held", held::get);
            notes.clear();
            assertFalse(all.tryEnterAll());
            assertEquals(List.of("+0", "+1", "?2", "-1", "-0"), notes);
            all.assertNotHeld();
            enough.set(true);
            other.join(-1);
            assertTrue(all.tryEnterAll());
            all.assertHeld();
            all.exitAll();
        });
    }

    @Test
    void enteringTwiceAndExitingWhatIsNotHeldAreMistakesThatNameTheSerializer() {
        Both.run(layer -> {
            IfnetSerializer all = IfnetSerializer.array(layer.env, "em0", 0, 1);
            all.main().enter();
            String twice =
                    assertThrows(IllegalStateException.class, all::enterAll).getMessage();
            assertTrue(twice.contains("serializer 0 of em0"), twice);
            String held = assertThrows(IllegalStateException.class, all::assertNotHeld)
                    .getMessage();
            assertTrue(held.contains("serializer 0 of em0"), held);
            String missing =
                    assertThrows(IllegalStateException.class, all::exitAll).getMessage();
            assertTrue(missing.contains("serializer 1 of em0"), missing);
            assertTrue(all.main().isHeldByCaller());
            all.main().exit();
            assertThrows(IllegalStateException.class, all.main()::exit);
        });
    }

    @Test
    void callsThatChangeTheInterfaceHoldAllAndPacketCallsTheirOwn() {
        Both.run(layer -> {
            Serialized card = new Serialized();
            Ifnets.Attachment attachment = layer.attach("em0", card);
            Ifnet ifnet = layer.up(attachment.ifnet());
            layer.control().setMtu(Layer.ROOT, ifnet, 1400);
            Serialized.send(layer, ifnet, 4);
            card.source.schedule();
            layer.await("sent", () -> card.sent.get() == 4 && card.polled.get() > 0);
            layer.down(ifnet);
            attachment.detach();
            assertTrue(card.calls.containsAll(List.of("attach", "init", "setMtu [1400]", "stop", "detach")));
            assertEquals(0, card.violations.get());
        });
    }

    @Test
    void noStartOrPollThatWasRefusedIsLost() {
        Both.onRealThreads(Section5SerializersIT::contend);
        Seeds.run(60, seed -> Both.inSimulation(seed, Section5SerializersIT::contend));
    }

    private static void contend(Layer layer) throws IfnetException {
        Serialized card = new Serialized();
        Ifnet ifnet = layer.up(layer.attach("em0", card).ifnet());
        AtomicInteger accepted = new AtomicInteger();
        EnvThread sender = layer.env.start("sender", () -> {
            for (int i = 0; i < 25; i++) {
                accepted.addAndGet(Serialized.send(layer, ifnet, 4));
                layer.env.park(layer.env.random() & 0xffff);
            }
        });
        for (int i = 0; i < 20; i++) {
            layer.control().setMtu(Layer.ROOT, ifnet, 1400 + i % 2);
            long before = card.polled.get();
            card.source.schedule();
            layer.env.park(layer.env.random() & 0xffff);
            layer.await("polled", () -> card.polled.get() > before);
        }
        sender.join(-1);
        layer.await("sent", () -> card.sent.get() == accepted.get());
        assertEquals(100, accepted.get());
        assertEquals(0, card.violations.get());
    }

    @Test
    void aNetisrDoesNotSpinWhileAControlCallTakesItsTime() {
        Both.run(layer -> {
            Serialized card = new Serialized();
            Ifnet ifnet = layer.up(layer.attach("em0", card).ifnet());
            card.inControl = () -> {
                Serialized.send(layer, ifnet, 4);
                card.source.schedule();
                // In simulation time stands still while anybody runs: a netisr that spins fails the run as a livelock.
                Serialized.sleep(layer, 5 * MS);
                assertEquals(0, card.sent.get());
            };
            layer.control().setMtu(Layer.ROOT, ifnet, 1400);
            card.inControl = () -> {};
            layer.await("sent", () -> card.sent.get() == 4 && card.polled.get() > 0);
            assertEquals(0, card.violations.get());
        });
    }

    @Test
    void recipe_whoHoldsAllMaySendAMessageToANetisrThatWantsOne() {
        Both.run(layer -> {
            Serialized card = new Serialized();
            Ifnet ifnet = layer.up(layer.attach("em0", card).ifnet());
            AtomicInteger answers = new AtomicInteger();
            card.inControl = () -> {
                Serialized.send(layer, ifnet, 4);
                card.source.schedule();
                try {
                    answers.addAndGet(layer.netisr.call(0, () -> 1) + layer.netisr.call(1, () -> 1));
                } catch (IfnetException e) {
                    throw new IllegalStateException(e);
                }
            };
            layer.control().setMtu(Layer.ROOT, ifnet, 1400);
            card.inControl = () -> {};
            assertEquals(2, answers.get());
            layer.await("sent", () -> card.sent.get() == 4);
            assertEquals(0, card.violations.get());
        });
    }

    @Test
    void recipe_aChildChangesAndFeedsItsParentWhileItHoldsItsOwn() {
        Both.run(layer -> {
            Serialized below = new Serialized();
            Ifnet parent = layer.up(layer.attach("em0", below).ifnet());
            Serialized above = new Serialized();
            Ifnet child = layer.up(layer.attach("em1", above).ifnet());
            above.inStart = () -> Serialized.send(layer, parent, 1);
            above.inControl = () -> {
                try {
                    layer.control().setMtu(Layer.ROOT, parent, 1400);
                } catch (IfnetException e) {
                    throw new IllegalStateException(e);
                }
            };
            Serialized.send(layer, child, 4);
            layer.control().setMtu(Layer.ROOT, child, 1400);
            above.inControl = () -> {};
            assertEquals(1400, parent.mtu());
            layer.await("sent", () -> above.sent.get() == 4 && below.sent.get() >= 4);
            assertEquals(0, above.violations.get() + below.violations.get());
        });
    }

    @Test
    void recipe_aMessageToOnesOwnPortRunsInlineUnderTheSerializer() {
        Both.run(layer -> {
            Serialized card = new Serialized();
            Ifnet ifnet = layer.up(layer.attach("em0", card).ifnet());
            AtomicInteger more = new AtomicInteger(2);
            card.inStart = () -> {
                try {
                    layer.netisr.call(
                            layer.netisr.current(),
                            () -> more.getAndDecrement() > 0 ? Serialized.send(layer, ifnet, 1) : 0);
                } catch (IfnetException e) {
                    throw new IllegalStateException(e);
                }
            };
            Serialized.send(layer, ifnet, 1);
            layer.await("sent", () -> card.sent.get() == 3);
            assertEquals(0, card.violations.get());
        });
    }

    @Test
    void aCallThatNeverComesBackKeepsItsSerializersFromNobodyElse() {
        Both.run(layer -> {
            layer.sysctl("net.link.detach_timeout", "200");
            AtomicBoolean release = new AtomicBoolean();
            Serialized card = new Serialized();
            Ifnets.Attachment attachment = layer.attach("em0", card);
            Ifnet ifnet = layer.up(attachment.ifnet());
            card.inControl = () -> {
                while (!release.get()) {
                    layer.env.park(MS);
                    layer.env.interrupted();
                }
            };
            Layer.fails(Errno.ETIMEDOUT, () -> layer.control().setMtu(Layer.ROOT, ifnet, 1400));
            layer.await("quarantine", () -> ifnet.driverState() == DriverState.QUARANTINED);
            attachment.detach();
            Serialized next = new Serialized();
            Ifnet again = layer.up(layer.attach("em0", next).ifnet());
            Serialized.send(layer, again, 4);
            layer.await("sent", () -> next.sent.get() == 4);
            release.set(true);
            card.inControl = () -> {};
            assertEquals(0, next.violations.get());
        });
    }
}
