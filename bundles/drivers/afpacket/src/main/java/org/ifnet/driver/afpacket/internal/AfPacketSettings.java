package org.ifnet.driver.afpacket.internal;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.driver.IfnetDriver;
import org.ifnet.linux.HostDevice;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * What one configuration asks for, checked.
 *
 * @param device the host's device
 * @param name of our interface, for {@link IfnetDriver#NAME}
 * @param lladdr our address, null for the device's own
 */
public record AfPacketSettings(
        String device, String name, @Nullable MacAddress lladdr) {

    /** EINVAL says what is wrong with which value. */
    public static AfPacketSettings parse(@Nullable String device, @Nullable String name, @Nullable String lladdr)
            throws IfnetException {
        if (device == null || device.isBlank()) {
            throw new IfnetException(Errno.EINVAL, "the property device is missing");
        }
        String host = HostDevice.named(device.trim()).name();
        String ours = name == null || name.isBlank() ? host : name.trim();
        return new AfPacketSettings(host, ours, address(lladdr));
    }

    private static @Nullable MacAddress address(@Nullable String text) throws IfnetException {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            MacAddress address = MacAddress.parse(text.trim());
            if (address.isUnicast()) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw new IfnetException(Errno.EINVAL, String.valueOf(e.getMessage()), e);
        }
        throw new IfnetException(Errno.EINVAL, "no interface can have the link-level address " + text);
    }
}
