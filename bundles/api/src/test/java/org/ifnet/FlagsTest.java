package org.ifnet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.ifnet.route.RouteFlags;
import org.junit.jupiter.api.Test;

class FlagsTest {
    @Test
    void namesInterfaceFlagsInBitOrder() {
        assertEquals("UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST", IfFlags.names(0x8843));
        assertEquals("", IfFlags.names(0));
        assertEquals("NPOLLING", IfFlags.names(IfFlags.NPOLLING));
    }

    @Test
    void lettersRouteFlagsAsNetstatDoes() {
        assertEquals(
                "UGHS", RouteFlags.letters(RouteFlags.UP | RouteFlags.GATEWAY | RouteFlags.HOST | RouteFlags.STATIC));
        assertEquals("URB", RouteFlags.letters(RouteFlags.UP | RouteFlags.REJECT | RouteFlags.BLACKHOLE));
    }
}
