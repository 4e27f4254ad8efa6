package org.ifnet.ifq.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.ifq.DisciplineSpec.FilterSpec;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which packets filters match (reference 3.4), and which filters are refused. */
class FilterTest {
    private static final int ETHER = 14;

    private final MbufPool pool = MbufPool.allocate("filter", 16, 256, 64);
    private final Disciplines nobody = new Disciplines();

    private Mbuf frame(int length, int... types) {
        Mbuf m = pool.alloc();
        m.append(length);
        int at = 12;
        for (int type : types) {
            if (at + 2 <= length) {
                m.put16(at, type);
            }
            at += 4;
        }
        return m;
    }

    private boolean matches(String match, String value, Mbuf m, int header) throws IfnetException {
        return Filter.of(new FilterSpec(match, value, "c"), 0, header, nobody)
                .match()
                .matches(m);
    }

    private boolean matches(String match, String value, Mbuf m) throws IfnetException {
        return matches(match, value, m, ETHER);
    }

    @Test
    void readsTheCodePointOfBothFamiliesBehindVlanTags() throws IfnetException {
        Mbuf v4 = frame(60, 0x8100, 0x88a8, 0x0800);
        v4.put8(22, 0x45);
        v4.put8(23, 46 << 2 | 1);
        assertTrue(matches("dscp", "46", v4));
        assertFalse(matches("dscp", "45", v4));
        assertTrue(matches("ethertype", "0x800", v4));
        Mbuf v6 = frame(60, 0x86dd);
        v6.put32(14, 0x60000000 | (10 << 2 | 3) << 20);
        assertTrue(matches("dscp", "10", v6));
        assertTrue(matches("ethertype", "34525", v6));
        Mbuf bare = frame(40);
        bare.put8(0, 0x45);
        bare.put8(1, 8 << 2);
        assertTrue(matches("dscp", "8", bare, 0));
        assertTrue(matches("ethertype", "0x0800", bare, 0));
    }

    @Test
    void readsBehindLlcAndSnap() throws IfnetException {
        Mbuf m = frame(60, 46);
        m.put16(20, 0x0800);
        m.put8(22, 0x45);
        m.put8(23, 46 << 2);
        assertTrue(matches("ethertype", "0x800", m));
        assertTrue(matches("dscp", "46", m));
    }

    @Test
    void matchesNothingInWhatIsNotThere() throws IfnetException {
        for (int length = 0; length < 34; length++) {
            Mbuf m = frame(length, 0x0800);
            if (length > 14) {
                m.put8(14, 0x45);
            }
            assertFalse(matches("dscp", "0", m), "length " + length);
            m.free();
        }
        for (int length = 0; length < 16; length++) {
            Mbuf m = frame(length, 0x8100, 0x8100, 0x8100);
            assertFalse(matches("ethertype", "0", m), "length " + length);
            m.free();
        }
        Mbuf wrong = frame(60, 0x0800);
        wrong.put8(14, 0x65);
        assertFalse(matches("dscp", "0", wrong));
    }

    @Test
    void matchesTagsAndFlows() throws IfnetException {
        Mbuf m = frame(60);
        assertFalse(matches("flow", "0/2", m), "without a hash");
        m.flowHash(-3);
        assertTrue(matches("flow", Integer.remainderUnsigned(-3, 5) + "/5", m));
        assertFalse(matches("tag", "7", m));
        m.tag(7);
        assertTrue(matches("tag", "7", m));
    }

    @ParameterizedTest
    @CsvSource({
        "dscp,64",
        "dscp,-1",
        "dscp,ef",
        "dscp,''",
        "ethertype,0x10000",
        "tag,0",
        "flow,3",
        "flow,2/2",
        "flow,0/0",
        "flow,a/b",
        "port,80"
    })
    void refusesWhatMakesNoSense(String match, String value) {
        IfnetException e = assertThrows(
                IfnetException.class, () -> Filter.of(new FilterSpec(match, value, "c"), 0, ETHER, nobody));
        assertEquals(Errno.EINVAL, e.errno());
    }
}
