package org.ifnet.ifaddr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpTextTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "255.255.255.255, 255.255.255.255",
        "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "::, ::",
        "::1, ::1",
        "fe80::1%lo0, fe80::1%lo0",
        "fe80::1@lo0, fe80::1%lo0",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "::ffff:192.0.2.1, ::ffff:c000:201",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3"
    })
    void printsTheCanonicalText(String text, String canonical) {
        assertEquals(canonical, IpAddress.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.-4",
                "host.example",
                "1.2.3.4%lo0",
                "fe80::1%",
                ":::",
                "1::2::3",
                "g::1",
                " 1.2.3.4",
                "1.2.3.4 "
            })
    void refusesWhatIsNoNumericAddress(String text) {
        assertThrows(IllegalArgumentException.class, () -> IpAddress.parse(text));
    }

    @Test
    void agreesWithThePlatformOnRandomAddresses() throws UnknownHostException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            for (int b = 0; b < bytes.length; b++) {
                bytes[b] = (byte) (random.nextInt(3) == 0 ? random.nextInt() : 0);
            }
            if (bytes.length == 16) {
                bytes[0] = 0x20;
            }
            InetAddress expected = InetAddress.getByAddress(bytes);
            IpAddress parsed = IpAddress.parse(expected.getHostAddress());
            assertEquals(parsed, IpAddress.parse(parsed.toString()), "seed " + seed);
            assertEquals(expected, InetAddress.getByAddress(parsed.toBytes()), "seed " + seed);
        }
    }

    @Test
    void clearsTheHostBitsOfAPrefix() {
        assertEquals("10.1.0.0/16", IpPrefix.parse("10.1.2.3/16").toString());
        assertEquals("2001:db8::/65", IpPrefix.parse("2001:db8::1/65").toString());
        assertEquals("default", IpPrefix.parse("1.2.3.4/0").toString());
        assertEquals("10.1.2.3", IpPrefix.parse("10.1.2.3").toString());
    }

    @Test
    void aPrefixContainsItsFamilyOnly() {
        assertTrue(IpPrefix.parse("10.0.0.0/8").contains(IpAddress.parse("10.255.0.1")));
        assertFalse(IpPrefix.parse("10.0.0.0/8").contains(IpAddress.parse("11.0.0.1")));
        assertTrue(IpPrefix.parse("::/0").contains(IpAddress.parse("fe80::1%lo0")));
        assertFalse(IpPrefix.parse("::/0").contains(IpAddress.parse("10.0.0.1")));
        assertTrue(IpPrefix.parse("2001:db8::/127").contains(IpAddress.parse("2001:db8::1")));
        assertFalse(IpPrefix.parse("2001:db8::/127").contains(IpAddress.parse("2001:db8::2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "::/129", "10.0.0.0/8/8", "/8"})
    void refusesABadPrefix(String text) {
        assertThrows(IllegalArgumentException.class, () -> IpPrefix.parse(text));
        assertThrows(IllegalArgumentException.class, () -> AddressSpec.parse(text));
    }
}
