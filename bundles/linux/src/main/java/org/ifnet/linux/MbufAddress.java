package org.ifnet.linux;

import java.nio.ByteBuffer;

import org.ifnet.mbuf.Mbuf;
import org.jspecify.annotations.Nullable;

/**
 * Where an mbuf's first byte lies in memory. Remembers the last region, because nearly all packets come from one pool.
 * One thread at a time.
 */
public final class MbufAddress {
    private @Nullable ByteBuffer region;
    private long base;

    /** The address of the first byte of the packet, valid while the caller owns the mbuf. */
    public long of(Mbuf m) {
        ByteBuffer r = m.region();
        if (r != region) {
            base = Linux.address(r);
            region = r;
        }
        return base + m.offset();
    }
}
