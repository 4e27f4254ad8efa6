package org.ifnet;

import java.util.StringJoiner;

/** The capability bits of a device, with their values (reference 0.3). */
public final class IfCapabilities {
    public static final int RXCSUM = 0x1;
    public static final int TXCSUM = 0x2;
    public static final int NETCONS = 0x4;
    public static final int VLAN_MTU = 0x8;
    public static final int VLAN_HWTAGGING = 0x10;
    public static final int JUMBO_MTU = 0x20;
    public static final int RSS = 0x40;
    public static final int VLAN_HWCSUM = 0x80;
    public static final int TSO4 = 0x100;
    public static final int TSO6 = 0x200;

    public static final int HWCSUM = RXCSUM | TXCSUM;

    private static final String[] NAMES = {
        "RXCSUM", "TXCSUM", "NETCONS", "VLAN_MTU", "VLAN_HWTAGGING", "JUMBO_MTU", "RSS", "VLAN_HWCSUM", "TSO4", "TSO6"
    };

    private IfCapabilities() {}

    /** The names in bit order with commas, as ifconfig(8) shows them between angle brackets. */
    public static String names(int capabilities) {
        StringJoiner names = new StringJoiner(",");
        for (int bit = 0; bit < NAMES.length; bit++) {
            if ((capabilities & 1 << bit) != 0) {
                names.add(NAMES[bit]);
            }
        }
        return names.toString();
    }
}
