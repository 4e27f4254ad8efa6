package org.ifnet.linux;

/** Numbers of /dev/net/tun; TUNSETIFF takes an {@link Ifreq}. */
public final class Tun {
    public static final String DEVICE = "/dev/net/tun";
    public static final long TUNSETIFF = 0x400454caL;

    /** Whole Ethernet frames. */
    public static final int IFF_TAP = 0x2;
    /** Nothing in front of the frame. */
    public static final int IFF_NO_PI = 0x1000;
    /** Fail when the device exists already. */
    public static final int IFF_TUN_EXCL = 0x8000;

    private Tun() {}
}
