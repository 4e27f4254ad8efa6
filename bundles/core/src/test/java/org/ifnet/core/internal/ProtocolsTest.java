package org.ifnet.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.ifnet.DropReason;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.Registration;
import org.ifnet.link.HookPosition;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.netisr.EnvThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProtocolsTest {
    private final Rig rig = new Rig();
    private final TestDriver driver = new TestDriver();
    private final PlainDomain domain = new PlainDomain();

    @AfterEach
    void close() {
        rig.close();
    }

    private MbufBatch packet() {
        MbufBatch batch = new MbufBatch(1);
        Mbuf m = rig.pool.alloc();
        m.append(60);
        batch.add(m);
        return batch;
    }

    @Test
    void attachesADomainOnceWhicheverCameFirst() throws IfnetException {
        Ifnets.Attachment early = rig.ifnets().attach("em0", driver);
        rig.up(early.ifnet());
        rig.core.add(domain);
        Ifnets.Attachment late = rig.ifnets().attach("em1", new TestDriver());
        rig.up(late.ifnet());
        rig.down(late.ifnet());
        late.detach();
        rig.core.remove(domain);
        assertEquals(
                List.of(
                        "attach em0",
                        "up em0",
                        "attach em1",
                        "up em1",
                        "down em1",
                        "detach em1",
                        "down em0",
                        "detach em0"),
                domain.told);
    }

    @Test
    void aProtocolThatFailsLeavesNothingWaitingInTheDevice() throws IfnetException {
        AtomicLong batches = new AtomicLong();
        rig.core.add(new PlainDomain() {
            @Override
            public void input(Ifnet ifnet, int etherType, MbufBatch packets) {
                packets.freeAll();
                if (batches.getAndIncrement() == 0) {
                    throw new IllegalStateException("expected by this test");
                }
            }
        });
        rig.up(rig.ifnets().attach("em0", driver).ifnet());
        for (int i = 0; i < 2 * new MbufBatch().capacity(); i++) {
            driver.wire.add(packet().get(0));
        }
        driver.source.schedule();
        Rig.await("the rest", () -> batches.get() == 2 && driver.wire.isEmpty());
    }

    @Test
    void attachesExactlyOncePerPairWhenBothComeAndGoAtOnce() throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        List<EnvThread> threads = new ArrayList<>();
        for (int t = 0; t < 2; t++) {
            String name = "n" + t;
            threads.add(rig.env.start(name, () -> {
                for (int i = 0; !end.get(); i++) {
                    try {
                        Ifnets.Attachment attachment = rig.ifnets().attach(name + i % 10, new TestDriver());
                        rig.up(attachment.ifnet());
                        attachment.detach();
                    } catch (IfnetException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }));
        }
        List<PlainDomain> domains = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            PlainDomain coming = new PlainDomain();
            domains.add(coming);
            rig.core.add(coming);
            rig.core.remove(coming);
        }
        end.set(true);
        for (EnvThread thread : threads) {
            assertTrue(thread.join(10_000_000_000L));
        }
        for (PlainDomain one : domains) {
            Map<String, Integer> open = new HashMap<>();
            for (String line : one.told) {
                String name = line.substring(line.indexOf(' ') + 1);
                open.merge(name, line.startsWith("attach") ? 1 : line.startsWith("detach") ? -1 : 0, Integer::sum);
                assertTrue(open.get(name) == 0 || open.get(name) == 1, () -> "of " + one.told);
            }
            assertTrue(open.values().stream().allMatch(n -> n == 0), () -> "left over in " + one.told);
        }
    }

    @Test
    void noPacketReachesADomainAfterItWasRemoved() throws Exception {
        Ifnet ifnet = rig.up(rig.ifnets().attach("em0", driver).ifnet());
        AtomicBoolean end = new AtomicBoolean();
        EnvThread sender = rig.env.start("sender", () -> {
            while (!end.get()) {
                if (rig.pool.outstanding() < 1000) {
                    ifnet.transmit(packet());
                }
            }
        });
        for (int i = 0; i < 50; i++) {
            PlainDomain one = new PlainDomain();
            rig.core.add(one);
            Rig.await("packets", () -> one.received.get() > 0);
            rig.core.remove(one);
            long received = one.received.get();
            assertFalse(one.inside);
            Rig.await("time passes", new TimePasses(1));
            assertEquals(received, one.received.get());
            assertEquals("detach em0", one.told.get(one.told.size() - 1));
        }
        end.set(true);
        sender.join(-1);
    }

    @Test
    void reinputDeliversToTheProtocolOnANetisr() throws IfnetException {
        rig.core.add(domain);
        CoreIfnet ifnet = (CoreIfnet) rig.up(rig.ifnets().attach("em0", driver).ifnet());
        Mbuf m = packet().get(0);
        ifnet.port().reinput(m, PlainLink.TYPE);
        Rig.await("from outside", () -> domain.received.get() == 1);
        rig.netisr.post(1, () -> ifnet.port().reinput(packet().get(0), PlainLink.TYPE));
        Rig.await("from a netisr", () -> domain.received.get() == 2);
        ifnet.port().reinput(packet().get(0), 0x1234);
        Rig.await("unknown type", () -> ifnet.counters().drops().get(DropReason.NO_PROTO) == 1);
        rig.down(ifnet);
        ifnet.port().reinput(packet().get(0), PlainLink.TYPE);
        Rig.await("down", () -> ifnet.counters().drops().get(DropReason.IF_DOWN) == 1);
    }

    @Test
    void theSecondLinkLayerOfATypeTakesOverWhenTheFirstGoes() throws IfnetException {
        PlainLink second = new PlainLink();
        rig.core.add(second);
        Ifnet ifnet = rig.up(rig.ifnets().attach("em0", driver).ifnet());
        ifnet.transmit(packet());
        Rig.await("the first", () -> rig.link.received.get() == 1);
        rig.core.remove(rig.link);
        assertEquals(1, rig.link.detached.get());
        ifnet.transmit(packet());
        Rig.await("the second", () -> second.received.get() == 1);
        assertEquals(1, second.attached.get());
        assertEquals(0, second.detached.get());
    }

    @Test
    void hooksRunInTheOrderOfTheirPositionsAndBackwardsOnTheWayOut() throws IfnetException {
        Ifnet ifnet = rig.up(rig.ifnets().attach("em0", driver).ifnet());
        List<String> seen = new CopyOnWriteArrayList<>();
        for (HookPosition position : List.of(HookPosition.LAGG, HookPosition.TAP, HookPosition.BRIDGE)) {
            ifnet.addInputHook(position, (i, m) -> seen.add("in " + position));
            ifnet.addOutputHook(position, (i, m) -> seen.add("out " + position));
        }
        ifnet.output(packet().get(0), domain, 0, 0);
        Rig.await("all", () -> seen.size() == 6);
        assertEquals(List.of("out LAGG", "out BRIDGE", "out TAP", "in TAP", "in BRIDGE", "in LAGG"), seen);
    }

    @Test
    void aHookMayConsumeAndIsNotCalledAfterItWasClosed() throws IfnetException {
        Ifnet ifnet = rig.up(rig.ifnets().attach("em0", driver).ifnet());
        AtomicLong taken = new AtomicLong();
        Registration out = ifnet.addOutputHook(HookPosition.FILTER, (i, m) -> {
            taken.incrementAndGet();
            m.free();
            return false;
        });
        assertEquals(0, ifnet.output(packet().get(0), domain, 0, 0));
        assertEquals(1, taken.get());
        out.close();
        out.close();
        Registration in = ifnet.addInputHook(HookPosition.FILTER, (i, m) -> {
            taken.incrementAndGet();
            m.free();
            return false;
        });
        ifnet.output(packet().get(0), domain, 0, 0);
        Rig.await("taken", () -> taken.get() == 2);
        in.close();
        ifnet.output(packet().get(0), domain, 0, 0);
        Rig.await("passed", () -> ifnet.counters().drops().get(DropReason.NO_PROTO) == 1);
    }

    @Test
    void closingAHookWaitsForThreadsThatAreNoNetisr() throws Exception {
        Ifnet ifnet = rig.up(rig.ifnets().attach("em0", driver).ifnet());
        AtomicBoolean end = new AtomicBoolean();
        List<EnvThread> senders = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            senders.add(rig.env.start("sender" + i, () -> {
                while (!end.get()) {
                    if (rig.pool.outstanding() < 1000) {
                        ifnet.output(packet().get(0), domain, 0, 0);
                    }
                }
            }));
        }
        AtomicLong after = new AtomicLong();
        for (int i = 0; i < 100; i++) {
            AtomicBoolean closed = new AtomicBoolean();
            Registration hook = ifnet.addOutputHook(HookPosition.TAP, (at, m) -> {
                if (closed.get()) {
                    after.incrementAndGet();
                }
                return true;
            });
            hook.close();
            closed.set(true);
        }
        end.set(true);
        for (EnvThread sender : senders) {
            sender.join(-1);
        }
        assertEquals(0, after.get());
    }

    /** The packets of one batch, each with its number. */
    private void receive(int count) {
        for (int i = 0; i < count; i++) {
            Mbuf m = packet().get(0);
            m.put32(0, i);
            driver.wire.add(m);
        }
        driver.source.schedule();
    }

    @Test
    void aHookThatThrowsLosesItsFrameOnly() throws IfnetException {
        rig.core.add(domain);
        Ifnet ifnet = rig.up(rig.ifnets().attach("em0", driver).ifnet());
        ifnet.addInputHook(HookPosition.FILTER, (i, m) -> {
            if (m.get32(0) == 1) {
                throw new IllegalStateException("expected by this test");
            }
            return true;
        });
        receive(4);
        Rig.await("the others", () -> domain.received.get() == 3);
        assertEquals(1, ifnet.counters().drops().get(DropReason.FAULT));
        Rig.await("their frames", () -> rig.pool.outstanding() == 0);
    }

    @Test
    void anOutputHookThatThrowsLosesItsFrameOnly() throws IfnetException {
        rig.core.add(domain);
        Ifnet ifnet = rig.up(rig.ifnets().attach("em0", driver).ifnet());
        AtomicBoolean once = new AtomicBoolean(true);
        ifnet.addOutputHook(HookPosition.FILTER, (i, m) -> {
            if (once.getAndSet(false)) {
                throw new IllegalStateException("expected by this test");
            }
            return true;
        });
        ifnet.output(packet().get(0), domain, 0, 0);
        assertEquals(1, ifnet.counters().drops().get(DropReason.FAULT));
        assertEquals(0, rig.pool.outstanding());
        ifnet.output(packet().get(0), domain, 0, 0);
        Rig.await("the next", () -> domain.received.get() == 1);
    }

    @Test
    void aProtocolThatThrowsInTheMiddleLosesWhatItHadNotDone() throws IfnetException {
        rig.core.add(new PlainDomain() {
            @Override
            public void input(Ifnet ifnet, int etherType, MbufBatch packets) {
                for (int i = 0; i < packets.size(); i++) {
                    if (packets.get(i).get32(0) == 2) {
                        throw new IllegalStateException("expected by this test");
                    }
                    packets.get(i).free();
                    packets.done(i);
                    received.incrementAndGet();
                }
                packets.clear();
            }
        });
        Ifnet ifnet = rig.up(rig.ifnets().attach("em0", driver).ifnet());
        receive(5);
        Rig.await("three", () -> ifnet.counters().drops().get(DropReason.FAULT) == 3);
        assertEquals(0, rig.pool.outstanding());
        receive(2);
        Rig.await("the next batch", () -> rig.pool.outstanding() == 0 && driver.wire.isEmpty());
        assertEquals(3, ifnet.counters().drops().get(DropReason.FAULT));
    }
}
