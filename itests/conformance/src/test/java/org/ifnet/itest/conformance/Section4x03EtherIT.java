package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.Counter;
import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Registration;
import org.ifnet.driver.DriverInfo;
import org.ifnet.ether.internal.EtherLink;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.link.HookPosition;
import org.ifnet.link.InputHook;
import org.ifnet.link.OutputHook;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.MacAddress;
import org.junit.jupiter.api.Test;

/** Reference 4.3: the input and output of Ethernet, and the hooks on their way. */
class Section4x03EtherIT {
    private static final MacAddress OURS = new MacAddress(0x0200_0000_1001L);
    private static final long THEIRS = 0x0200_0000_2002L;
    private static final long STRANGER = 0x0200_0000_3003L;
    /** An ether type that nobody speaks (IEEE 802, local experiments). */
    private static final int UNKNOWN = 0x88b6;

    private Wire wire;
    private Ifnet em0;

    private void attach(Layer layer) throws IfnetException {
        wire = new Wire(DriverInfo.ethernet(OURS));
        em0 = layer.up(layer.attach("em0", wire).ifnet());
    }

    private static Mbuf frame(Layer layer, long dst, int type, int payload) {
        Mbuf m = layer.pool.alloc();
        m.append(EtherHeader.LENGTH + payload);
        EtherHeader.put(m, 0, dst, THEIRS, type);
        return m;
    }

    private long dropped(DropReason reason) {
        return em0.counters().drops().get(reason);
    }

    private void awaitDrops(Layer layer, DropReason reason, long count) {
        layer.await(count + " drops " + reason, () -> dropped(reason) == count);
    }

    @Test
    void aFrameShorterThanItsHeaderIsDropped() {
        Both.run(layer -> {
            attach(layer);
            Mbuf m = layer.pool.alloc();
            m.append(EtherHeader.LENGTH - 1);
            wire.inject(m);
            awaitDrops(layer, DropReason.RUNT, 1);
            assertEquals(1, em0.counters().get(Counter.IERRORS));
        });
    }

    @Test
    void whatArrivesWhileDownIsDroppedAndNoHookSeesIt() {
        Both.run(layer -> {
            attach(layer);
            layer.down(em0);
            AtomicInteger seen = new AtomicInteger();
            Registration tap = em0.addInputHook(HookPosition.TAP, (ifnet, m) -> seen.incrementAndGet() > 0);
            wire.inject(frame(layer, OURS.bits(), UNKNOWN, 46));
            awaitDrops(layer, DropReason.IF_DOWN, 1);
            assertEquals(0, seen.get());
            tap.close();
        });
    }

    @Test
    void bug_anUnknownEtherTypeIsCountedAsNoproto() {
        Both.run(layer -> {
            attach(layer);
            wire.inject(frame(layer, OURS.bits(), UNKNOWN, 46));
            awaitDrops(layer, DropReason.NO_PROTO, 1);
            assertEquals(1, em0.counters().get(Counter.NOPROTO));
        });
    }

    @Test
    void aTagInATagIsForNobody() {
        Both.run(layer -> {
            attach(layer);
            Mbuf m = frame(layer, OURS.bits(), EtherHeader.TYPE_VLAN, 46);
            m.put16(EtherHeader.LENGTH, 7);
            m.put16(EtherHeader.LENGTH + 2, EtherHeader.TYPE_VLAN);
            wire.inject(m);
            Mbuf tagged = frame(layer, OURS.bits(), EtherHeader.TYPE_VLAN, 46);
            tagged.vlanTag(7);
            wire.inject(tagged);
            awaitDrops(layer, DropReason.NO_PROTO, 2);
            assertEquals(2, em0.counters().get(Counter.NOPROTO));
        });
    }

    @Test
    void foreignUnicastIsDroppedAndShownToHooksOnlyWhilePromiscuous() {
        Both.run(layer -> {
            attach(layer);
            List<Boolean> marks = new CopyOnWriteArrayList<>();
            Registration tap = em0.addInputHook(HookPosition.TAP, (ifnet, m) -> marks.add(m.has(Mbuf.PROMISC)));
            wire.inject(frame(layer, STRANGER, EtherHeader.TYPE_IPV4, 46));
            awaitDrops(layer, DropReason.NOT_OURS, 1);
            assertEquals(List.of(), marks);
            layer.control().setFlags(Layer.ROOT, em0, IfFlags.PPROMISC, 0);
            wire.inject(frame(layer, STRANGER, EtherHeader.TYPE_IPV4, 46));
            awaitDrops(layer, DropReason.NOT_OURS, 2);
            assertEquals(List.of(true), marks);
            assertEquals(0, em0.counters().get(Counter.NOPROTO));
            tap.close();
        });
    }

    @Test
    void aMonitorCountsShowsAndDropsEverything() {
        Both.run(layer -> {
            attach(layer);
            layer.control().setFlags(Layer.ROOT, em0, IfFlags.MONITOR, 0);
            AtomicInteger seen = new AtomicInteger();
            Registration tap = em0.addInputHook(HookPosition.TAP, (ifnet, m) -> seen.incrementAndGet() > 0);
            wire.inject(frame(layer, MacAddress.BROADCAST_BITS, EtherHeader.TYPE_IPV4, 46));
            wire.inject(frame(layer, OURS.bits(), EtherHeader.TYPE_IPV4, 46));
            awaitDrops(layer, DropReason.MONITOR, 2);
            assertEquals(2, seen.get());
            assertEquals(1, em0.counters().get(Counter.IMCASTS));
            assertEquals(Errno.ENETDOWN.number(), em0.output(packet(layer), layer.inet, 0, 0x0a000002));
            tap.close();
        });
    }

    private static Mbuf packet(Layer layer) {
        Mbuf m = layer.pool.alloc();
        m.append(46);
        return m;
    }

    @Test
    void inputHooksStandInTheOrderOfTheReferenceAndOutputHooksInReverse() {
        Both.run(layer -> {
            attach(layer);
            List<HookPosition> in = new CopyOnWriteArrayList<>();
            List<HookPosition> out = new CopyOnWriteArrayList<>();
            List<HookPosition> all = List.of(HookPosition.values());
            List<Registration> hooks = new ArrayList<>();
            for (int i = all.size() - 1; i >= 0; i--) {
                HookPosition at = all.get(i);
                hooks.add(em0.addInputHook(at, (ifnet, m) -> in.add(at)));
                hooks.add(em0.addOutputHook(at, (ifnet, m) -> out.add(at)));
            }
            wire.inject(frame(layer, OURS.bits(), UNKNOWN, 46));
            awaitDrops(layer, DropReason.NO_PROTO, 1);
            assertEquals(all, in);
            Mbuf broadcast = packet(layer);
            broadcast.set(Mbuf.BCAST);
            assertEquals(0, em0.output(broadcast, layer.inet, 0, 0xffff_ffffL));
            List<HookPosition> reversed = new ArrayList<>(all);
            Collections.reverse(reversed);
            assertEquals(reversed, out);
            hooks.forEach(Registration::close);
        });
    }

    @Test
    void aHookThatConsumesEndsTheWay() {
        Both.run(layer -> {
            attach(layer);
            AtomicInteger bridge = new AtomicInteger();
            AtomicInteger lagg = new AtomicInteger();
            InputHook eats = (ifnet, m) -> {
                m.free();
                bridge.incrementAndGet();
                return false;
            };
            Registration one = em0.addInputHook(HookPosition.BRIDGE, eats);
            Registration two = em0.addInputHook(HookPosition.LAGG, (ifnet, m) -> lagg.incrementAndGet() > 0);
            wire.inject(frame(layer, OURS.bits(), UNKNOWN, 46));
            layer.await("the bridge", () -> bridge.get() == 1);
            one.close();
            wire.inject(frame(layer, OURS.bits(), UNKNOWN, 46));
            awaitDrops(layer, DropReason.NO_PROTO, 1);
            assertEquals(1, lagg.get());
            two.close();
        });
    }

    @Test
    void aHookThatThrowsLosesThatFrameAndNoOther() {
        Both.run(layer -> {
            attach(layer);
            AtomicInteger seen = new AtomicInteger();
            Registration bad = em0.addInputHook(HookPosition.FILTER, (ifnet, m) -> {
                if (seen.incrementAndGet() == 2) {
                    throw new IllegalStateException("the filter is broken");
                }
                return true;
            });
            for (int i = 0; i < 5; i++) {
                wire.inject(frame(layer, OURS.bits(), UNKNOWN, 46));
            }
            awaitDrops(layer, DropReason.NO_PROTO, 4);
            assertEquals(1, dropped(DropReason.FAULT));
            bad.close();
            OutputHook worse = (ifnet, m) -> {
                throw new IllegalStateException("this one too");
            };
            Registration out = em0.addOutputHook(HookPosition.FILTER, worse);
            Mbuf broadcast = packet(layer);
            broadcast.set(Mbuf.BCAST);
            em0.output(broadcast, layer.inet, 0, 0xffff_ffffL);
            layer.await("the drop on output", () -> dropped(DropReason.FAULT) == 2);
            out.close();
        });
    }

    @Test
    void whenAHookWasRemovedNobodyIsInIt() {
        Both.run(layer -> {
            attach(layer);
            AtomicBoolean inside = new AtomicBoolean();
            AtomicInteger visits = new AtomicInteger();
            Registration slow = em0.addInputHook(HookPosition.TAP, (ifnet, m) -> {
                inside.set(true);
                visits.incrementAndGet();
                layer.env.yieldPoint("in the hook");
                inside.set(false);
                return true;
            });
            for (int i = 0; i < 20; i++) {
                wire.inject(frame(layer, OURS.bits(), UNKNOWN, 46));
            }
            layer.await("a visit", () -> visits.get() > 0);
            slow.close();
            assertFalse(inside.get());
            int last = visits.get();
            wire.inject(frame(layer, OURS.bits(), UNKNOWN, 46));
            awaitDrops(layer, DropReason.NO_PROTO, 21);
            assertEquals(last, visits.get());
        });
    }

    @Test
    void aBroadcastOfASimplexDeviceIsLoopedAsACopyAndTheEchoOfTheWireIsNot() {
        Both.run(layer -> {
            attach(layer);
            Mbuf m = packet(layer);
            m.set(Mbuf.BCAST);
            assertEquals(0, em0.output(m, layer.inet, 0, 0xffff_ffffL));
            awaitDrops(layer, DropReason.BAD_HEADER, 1);
            awaitDrops(layer, DropReason.OWN_ECHO, 1);
            assertEquals(1, wire.sent.get());
        });
    }

    @Test
    void addressesOfGroupsHaveTheGroupBitOrAreRefused() {
        Both.run(layer -> {
            EtherLink link = new EtherLink();
            assertEquals(
                    "01:00:5e:01:02:03",
                    link.resolveMulticast(null, IpAddress.parse("224.129.2.3")).toString());
            assertEquals(
                    "33:33:ff:00:00:01",
                    link.resolveMulticast(null, IpAddress.parse("ff02::1:ff00:1"))
                            .toString());
            Layer.fails(Errno.EADDRNOTAVAIL, () -> link.resolveMulticast(null, IpAddress.parse("10.0.0.1")));
        });
    }
}
