package org.ifnet.inet6;

/**
 * What IPv6 knows of an own address beside the address itself (reference 6.2).
 *
 * @param flags the bits of the constants here, with the values of KAME
 * @param preferred seconds that it is preferred still; {@link #FOREVER} without end
 * @param valid seconds that it is there still; {@link #FOREVER} without end
 */
public record Address6State(int flags, long preferred, long valid) {
    /** One of many hosts that have it; never a source. */
    public static final int ANYCAST = 0x01;
    /** Not yet known to be ours alone: nothing is sent from it or accepted for it (RFC 4862, 5.4). */
    public static final int TENTATIVE = 0x02;
    /** Another host has it: not used until somebody removes it or the interface goes up anew. */
    public static final int DUPLICATED = 0x04;

    public static final int DETACHED = 0x08;
    /** Not for new conversations. */
    public static final int DEPRECATED = 0x10;
    /** Made from a prefix that a router advertised. */
    public static final int AUTOCONF = 0x40;
    /** Of a random identifier (RFC 8981). */
    public static final int TEMPORARY = 0x80;

    public static final long FOREVER = Long.MAX_VALUE;

    private static final String[] WORDS = {
        "anycast", "tentative", "duplicated", "detached", "deprecated", "", "autoconf", "temporary"
    };

    public boolean has(int flag) {
        return (flags & flag) == flag;
    }

    /** The words that ifconfig(8) prints, each followed by a blank. */
    public String words() {
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < WORDS.length; i++) {
            if ((flags & 1 << i) != 0 && !WORDS[i].isEmpty()) {
                s.append(WORDS[i]).append(' ');
            }
        }
        return s.toString();
    }
}
