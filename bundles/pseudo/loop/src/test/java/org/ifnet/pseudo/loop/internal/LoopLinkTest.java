package org.ifnet.pseudo.loop.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.ifnet.Counter;
import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.mbuf.MbufPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopLinkTest {
    private final LoopLink link = new LoopLink();
    private final PortFake port = new PortFake();
    private final MbufPool pool = MbufPool.allocate("test", 64);
    private final DomainFake inet = new DomainFake(2, 0x0800);
    private final DomainFake inet6 = new DomainFake(28, 0x86dd);

    LoopLinkTest() {
        port.domains.put(2, inet);
        port.domains.put(28, inet6);
    }

    @AfterEach
    void leavesNoPacketBehind() {
        assertEquals(List.of(), pool.leaks());
    }

    private Mbuf packet(int number, int bytes) {
        Mbuf m = pool.alloc();
        m.append(bytes);
        if (bytes >= 4) {
            m.put32(0, number);
        }
        return m;
    }

    private Mbuf frame(int family, int number) {
        Mbuf m = packet(number, 20);
        m.prepend(4);
        m.put32(0, family);
        return m;
    }

    @Test
    void putsTheFamilyInFrontAndTakesItAwayAgain() {
        assertEquals(0, link.output(port, packet(7, 20), inet6, 0, 0));
        Mbuf sent = port.sent.remove(0);
        assertEquals(24, sent.length());
        assertEquals(28, sent.get32(0));
        MbufBatch frames = new MbufBatch();
        frames.add(sent);
        link.input(port, frames);
        assertEquals(List.of("86dd: 7"), inet6.got);
    }

    @Test
    void keepsTheOrderOverFamilies() {
        MbufBatch frames = new MbufBatch();
        for (int i = 0; i < 6; i++) {
            frames.add(frame(i == 2 || i == 3 ? 28 : 2, i));
        }
        link.input(port, frames);
        assertTrue(frames.isEmpty());
        assertEquals(List.of("800: 0 1", "800: 4 5"), inet.got);
        assertEquals(List.of("86dd: 2 3"), inet6.got);
    }

    @Test
    void showsFramesToTheHooksFirst() {
        port.hook = m -> {
            m.free();
            return false;
        };
        MbufBatch frames = new MbufBatch();
        frames.add(frame(2, 1));
        link.input(port, frames);
        assertEquals(List.of(24), port.hookSaw);
        assertEquals(List.of(), inet.got);
    }

    @Test
    void dropsWhatNobodySpeaksAndWhatIsTooShort() {
        MbufBatch frames = new MbufBatch();
        frames.add(frame(99, 1));
        frames.add(packet(0, 3));
        frames.add(packet(0, 0));
        frames.add(frame(2, 5));
        link.input(port, frames);
        assertEquals(1, port.counters.drops().get(DropReason.NO_PROTO));
        assertEquals(1, port.counters.get(Counter.NOPROTO));
        assertEquals(2, port.counters.drops().get(DropReason.RUNT));
        assertEquals(2, port.counters.get(Counter.IERRORS));
        assertEquals(List.of("800: 5"), inet.got);
    }

    @Test
    void refusesWhatIsLongerThanTheMtu() {
        port.mtu = 72;
        assertEquals(0, link.output(port, packet(1, 72), inet, 0, 0));
        assertEquals(Errno.EMSGSIZE.number(), link.output(port, packet(1, 73), inet, 0, 0));
        assertEquals(1, port.counters.drops().get(DropReason.TOO_BIG));
        port.sent.remove(0).free();
    }

    @Test
    void refusesToSendWhileDown() {
        port.usable = false;
        assertEquals(Errno.ENETDOWN.number(), link.output(port, packet(1, 72), inet, 0, 0));
        assertEquals(1, port.counters.drops().get(DropReason.IF_DOWN));
    }
}
