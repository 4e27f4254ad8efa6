package org.ifnet.pseudo.loop.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;

import org.ifnet.Counter;
import org.ifnet.DropReason;
import org.ifnet.IfFlags;
import org.ifnet.IfType;
import org.ifnet.IfnetException;
import org.ifnet.cloner.Clone;
import org.ifnet.driver.DriverInfo;
import org.ifnet.ifq.internal.QueueEngine;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.testkit.HandNetisr;
import org.ifnet.testkit.HandPort;
import org.ifnet.testkit.SimEnv;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopDriverTest {
    private final SimEnv env = new SimEnv(1);
    private final HandNetisr netisr = new HandNetisr(2);
    private final MbufPool pool = MbufPool.allocate("test", 512);
    private final Clone lo3 = new LoopCloner().create(3, null).get(0);
    private final HandPort port =
            new HandPort(netisr, new QueueEngine(env, netisr), pool, env, lo3.name(), lo3.driver());

    LoopDriverTest() throws IfnetException {}

    @AfterEach
    void leavesNoPacketBehind() {
        port.detach();
        assertEquals(List.of(), pool.leaks());
    }

    private void send(int first, int count) {
        for (int i = first; i < first + count; i++) {
            Mbuf m = pool.alloc();
            m.append(100);
            m.put32(0, i);
            m.set(Mbuf.PRIO);
            port.ifq().dispatch(m);
        }
    }

    private void expect(int first, int count) {
        List<Mbuf> received = port.takeReceived();
        assertEquals(count, received.size());
        for (Mbuf m : received) {
            assertEquals(first++, m.get32(0));
            assertFalse(m.has(Mbuf.PRIO), "a mark of the sender");
            m.free();
        }
    }

    @Test
    void isALoopbackDeviceOfAnyMtu() throws IfnetException {
        DriverInfo info = lo3.driver().info();
        assertEquals("lo3", lo3.name());
        assertEquals(IfType.LOOP, info.type());
        assertEquals(IfFlags.LOOPBACK | IfFlags.MULTICAST, info.flags());
        assertEquals(List.of(16384, 72, 65535), List.of(info.mtu(), info.minMtu(), info.maxMtu()));
        lo3.driver().setMtu(65535);
    }

    @Test
    void receivesWhatItSendsInOrderAndLosesNothing() throws IfnetException {
        port.up();
        send(0, 200);
        netisr.runAll();
        expect(0, 200);
        assertEquals(200, port.counters().get(Counter.OPACKETS));
        assertEquals(0, port.counters().get(Counter.OQDROPS));
        send(200, 1);
        netisr.runAll();
        expect(200, 1);
    }

    @Test
    void neverReceivesInsideASend() throws IfnetException {
        port.up();
        send(0, 1);
        expect(0, 0);
        netisr.runAll();
        expect(0, 1);
    }

    @Test
    void worksAgainAfterGoingDownWithPacketsOnTheWay() throws IfnetException {
        port.up();
        send(0, 5);
        netisr.runOnce(0);
        port.down();
        assertEquals(5L, port.ifq().subqueue(0).stats().dropped().get(DropReason.PURGED));
        netisr.runAll();
        expect(0, 0);
        port.up();
        send(5, 5);
        netisr.runAll();
        expect(5, 5);
    }
}
