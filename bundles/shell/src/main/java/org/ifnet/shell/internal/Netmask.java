package org.ifnet.shell.internal;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;

/** Netmasks as people write them, and the classful ones that old habits rely on. */
final class Netmask {
    private Netmask() {}

    /** The prefix length of {@code 0xffffff00} or {@code 255.255.255.0}; EINVAL for one with holes, or of IPv6. */
    static int parse(String text) throws IfnetException {
        int mask;
        if (text.matches("0x[0-9A-Fa-f]{1,8}")) {
            mask = Integer.parseUnsignedInt(text.substring(2), 16);
        } else {
            IpAddress address = IpAddress.parse(text);
            if (!address.isV4()) {
                throw new IfnetException(Errno.EINVAL, text + " is not a netmask of IPv4");
            }
            mask = address.v4();
        }
        int length = Integer.bitCount(mask);
        if (mask != IpPrefix.mask32(length)) {
            throw new IfnetException(Errno.EINVAL, "netmask " + text + " is not contiguous");
        }
        return length;
    }

    /** The length of the classful network that an IPv4 address is in: 8, 16 or 24. */
    static int classful(int address) {
        return address >= 0 ? 8 : (address & 0x40000000) == 0 ? 16 : 24;
    }
}
