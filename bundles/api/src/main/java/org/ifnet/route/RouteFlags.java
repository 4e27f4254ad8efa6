package org.ifnet.route;

/** Route flags with their values (reference 7.1). */
public final class RouteFlags {
    public static final int UP = 0x1;
    public static final int GATEWAY = 0x2;
    public static final int HOST = 0x4;
    public static final int REJECT = 0x8;
    public static final int DYNAMIC = 0x10;
    public static final int MODIFIED = 0x20;
    public static final int CLONING = 0x100;
    public static final int LLINFO = 0x400;
    public static final int STATIC = 0x800;
    public static final int BLACKHOLE = 0x1000;
    public static final int PROTO2 = 0x4000;
    public static final int PROTO1 = 0x8000;
    public static final int PROTO3 = 0x40000;
    public static final int LOCAL = 0x200000;
    public static final int BROADCAST = 0x400000;
    /** One of several ways to its destination; not of the reference, the letter is ours. */
    public static final int MPATH = 0x2000000;

    private static final int[] BITS = {
        UP, GATEWAY, HOST, REJECT, DYNAMIC, MODIFIED, CLONING, LLINFO, STATIC, PROTO1, PROTO2, PROTO3, BLACKHOLE,
        BROADCAST, MPATH
    };
    private static final String LETTERS = "UGHRDMCLS123BbP";

    private RouteFlags() {}

    /** The letters that netstat(1) prints. */
    public static String letters(int flags) {
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < BITS.length; i++) {
            if ((flags & BITS[i]) != 0) {
                s.append(LETTERS.charAt(i));
            }
        }
        return s.toString();
    }
}
