package org.ifnet.shell.internal;

import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.IpAddress;

/** The words for address families. */
final class Families {
    /** No family: every one of them. */
    static final int ALL = 0;
    /** Not a word for a family. */
    static final int NONE = -1;

    private Families() {}

    static int parse(String word) {
        return switch (word) {
            case "inet" -> AddressFamily.INET;
            case "inet6" -> AddressFamily.INET6;
            case "link", "ether" -> AddressFamily.LINK;
            default -> NONE;
        };
    }

    /** The word for the family of an address. */
    static String name(IpAddress address) {
        return address.isV4() ? "inet" : "inet6";
    }

    static boolean includes(int wanted, int family) {
        return wanted == ALL || wanted == family;
    }
}
