package org.ifnet.driver.afpacket.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.wire.MacAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AfPacketSettingsTest {
    @Test
    void calledLikeTheDeviceUnlessSaidOtherwise() throws IfnetException {
        assertEquals(new AfPacketSettings("eth1", "eth1", null), AfPacketSettings.parse(" eth1 ", "", null));
        assertEquals(
                new AfPacketSettings("eth1", "wan0", MacAddress.parse("02:00:00:00:00:01")),
                AfPacketSettings.parse("eth1", "wan0", "2:0:0:0:0:1"));
    }

    @ParameterizedTest
    @CsvSource({
        ", , the property device is missing",
        "a/b, , bad name of a host device: a/b",
        "eth1, 02:00, not a link-level address: 02:00",
        "eth1, 01:00:5e:00:00:01, no interface can have the link-level address 01:00:5e:00:00:01",
    })
    void saysWhatIsWrongWithWhichValue(String device, String lladdr, String message) {
        IfnetException e = assertThrows(IfnetException.class, () -> AfPacketSettings.parse(device, null, lladdr));
        assertEquals(Errno.EINVAL, e.errno());
        assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
    }
}
