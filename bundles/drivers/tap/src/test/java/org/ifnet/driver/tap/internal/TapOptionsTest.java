package org.ifnet.driver.tap.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.ifaddr.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TapOptionsTest {
    @Test
    void takesTheNameOfTheInterfaceWhenNothingIsSaid() throws IfnetException {
        for (String params : new String[] {null, "", "  "}) {
            TapOptions options = TapOptions.parse("tap3", params);
            assertEquals("tap3", options.dev());
            assertNull(options.host());
        }
    }

    @Test
    void readsBothWordsInAnyOrder() throws IfnetException {
        TapOptions expected = new TapOptions("up", IpAddress.parse("10.9.0.1"), 0xffffff00);
        assertEquals(expected, TapOptions.parse("tap0", "dev up host 10.9.0.1/24"));
        assertEquals(expected, TapOptions.parse("tap0", " host  10.9.0.1/24 dev up "));
    }

    @ParameterizedTest
    @CsvSource({
        "dev, no value behind dev",
        "speed 10, unknown word speed",
        "dev a/b, bad name of a host device: a/b",
        "dev abcdefghijklmnop, bad name",
        "host 10.0.0.1, host wants an IPv4 address",
        "host fe80::1/64, host wants an IPv4 address",
        "host 10.0.0.1/33, 10.0.0.1/33",
        "host x/24, bad address: x",
    })
    void saysWhatIsWrongWithWhichWord(String params, String message) {
        IfnetException e = assertThrows(IfnetException.class, () -> TapOptions.parse("tap0", params));
        assertEquals(Errno.EINVAL, e.errno());
        assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
    }
}
