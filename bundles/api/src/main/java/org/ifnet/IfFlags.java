package org.ifnet;

import java.util.StringJoiner;

/** The interface flags, with their values (reference 0.2). */
public final class IfFlags {
    public static final int UP = 0x1;
    public static final int BROADCAST = 0x2;
    public static final int DEBUG = 0x4;
    public static final int LOOPBACK = 0x8;
    public static final int POINTOPOINT = 0x10;
    public static final int SMART = 0x20;
    public static final int RUNNING = 0x40;
    public static final int NOARP = 0x80;
    public static final int PROMISC = 0x100;
    public static final int ALLMULTI = 0x200;
    public static final int OACTIVE = 0x400;
    public static final int SIMPLEX = 0x800;
    public static final int LINK0 = 0x1000;
    public static final int LINK1 = 0x2000;
    public static final int LINK2 = 0x4000;
    public static final int MULTICAST = 0x8000;
    public static final int POLLING = 0x10000;
    public static final int PPROMISC = 0x20000;
    public static final int MONITOR = 0x40000;
    public static final int STATICARP = 0x80000;
    public static final int NPOLLING = 0x100000;

    /** What a user may not change; such bits of a written word are ignored. */
    public static final int CANTCHANGE =
            BROADCAST | POINTOPOINT | RUNNING | OACTIVE | SIMPLEX | MULTICAST | ALLMULTI | SMART | POLLING | NPOLLING;

    private static final String[] NAMES = {
        "UP", "BROADCAST", "DEBUG", "LOOPBACK", "POINTOPOINT", "SMART", "RUNNING", "NOARP", "PROMISC", "ALLMULTI",
        "OACTIVE", "SIMPLEX", "LINK0", "LINK1", "LINK2", "MULTICAST", "POLLING", "PPROMISC", "MONITOR", "STATICARP",
        "NPOLLING"
    };

    private IfFlags() {}

    /** The names in bit order with commas, as ifconfig(8) shows them between angle brackets. */
    public static String names(int flags) {
        StringJoiner names = new StringJoiner(",");
        for (int bit = 0; bit < NAMES.length; bit++) {
            if ((flags & 1 << bit) != 0) {
                names.add(NAMES[bit]);
            }
        }
        return names.toString();
    }
}
