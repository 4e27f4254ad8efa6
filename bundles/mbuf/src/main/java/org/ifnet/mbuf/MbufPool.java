package org.ifnet.mbuf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * A fixed number of equal frames in one native region. The most recently freed frame is handed out first, so that a
 * small working set stays in the cache. Any thread may allocate and free; neither blocks nor allocates Java memory.
 */
public final class MbufPool {
    /** True when the system property {@code ifnet.mbuf.debug} is set: ownership is checked at every step. */
    public static final boolean DEBUG = Boolean.getBoolean("ifnet.mbuf.debug");

    public static final int DEFAULT_FRAME_SIZE = 2048;
    public static final int DEFAULT_HEADROOM = 128;

    private static final int PAGE = 4096;
    private static final int EMPTY = -1;
    private static final Set<String> OWN_CLASSES = Set.of(
            Mbuf.class.getName(), MbufPool.class.getName(), MbufBatch.class.getName(), MbufQueue.class.getName());
    private static final VarHandle HEAD;
    private static final VarHandle OWNER;

    static {
        try {
            HEAD = MethodHandles.lookup().findVarHandle(MbufPool.class, "head", long.class);
            OWNER = MethodHandles.lookup().findVarHandle(Mbuf.class, "owner", String.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String name;
    private final int frameSize;
    private final int headroom;
    private final ByteBuffer region;
    private final Mbuf[] frames;
    /** The frame below each free one on the stack of free frames. */
    private final AtomicIntegerArray below;

    private final @Nullable String[] histories;
    private final AtomicLong refusals = new AtomicLong();

    /** The top of the stack: a count of changes in the high half (against ABA), the frame in the low half. */
    @SuppressWarnings("unused")
    private volatile long head;

    private MbufPool(String name, ByteBuffer region, int frameSize, int headroom) {
        this.name = name;
        this.frameSize = frameSize;
        this.headroom = headroom;
        this.region = region.duplicate().order(ByteOrder.BIG_ENDIAN);
        int count = region.capacity() / frameSize;
        frames = new Mbuf[count];
        below = new AtomicIntegerArray(count);
        histories = new String[DEBUG ? count : 0];
        for (int i = 0; i < count; i++) {
            frames[i] = new Mbuf(this, i, this.region, i * frameSize);
            below.set(i, i + 1 < count ? i + 1 : EMPTY);
        }
        head = 0;
    }

    /**
     * A pool of its own native memory, page aligned and released when the pool and all its frames are unreachable.
     *
     * @param count frames, 1 or more
     * @param frameSize bytes a frame, a multiple of 64 and more than {@code headroom}
     * @param headroom bytes in front of a fresh packet, 0 or more
     */
    public static MbufPool allocate(String name, int count, int frameSize, int headroom) {
        int bytes = Math.multiplyExact(count, frameSize);
        int wholePages = Math.addExact(bytes, PAGE - 1) / PAGE * PAGE;
        ByteBuffer memory = ByteBuffer.allocateDirect(wholePages + PAGE);
        return over(name, memory.alignedSlice(PAGE).slice(0, bytes), frameSize, headroom);
    }

    /** A pool with frames of the default size and headroom. */
    public static MbufPool allocate(String name, int count) {
        return allocate(name, count, DEFAULT_FRAME_SIZE, DEFAULT_HEADROOM);
    }

    /** A pool over a region that the caller mapped and must keep mapped until {@link #outstanding()} is 0. */
    public static MbufPool over(String name, ByteBuffer region, int frameSize, int headroom) {
        if (!region.isDirect()
                || frameSize <= headroom
                || headroom < 0
                || frameSize % 64 != 0
                || region.capacity() < frameSize) {
            throw new IllegalArgumentException(
                    "region of " + region.capacity() + " bytes, frames of " + frameSize + " with headroom " + headroom);
        }
        return new MbufPool(name, region, frameSize, headroom);
    }

    /** An empty packet that the caller owns, or null when every frame is out (counted in {@link #refusals()}). */
    public @Nullable Mbuf alloc() {
        while (true) {
            long top = head;
            int frame = (int) top;
            if (frame == EMPTY) {
                refusals.getAndIncrement();
                return null;
            }
            long under = ((top >>> 32) + 1) << 32 | below.get(frame) & 0xffffffffL;
            if (HEAD.compareAndSet(this, top, under)) {
                Mbuf m = frames[frame];
                m.reset();
                if (DEBUG) {
                    m.owner = "allocated by " + caller();
                }
                return m;
            }
        }
    }

    void release(Mbuf m) {
        if (DEBUG) {
            noteRelease(m);
        }
        int frame = m.frame;
        while (true) {
            long top = head;
            below.set(frame, (int) top);
            if (HEAD.compareAndSet(this, top, ((top >>> 32) + 1) << 32 | frame & 0xffffffffL)) {
                return;
            }
        }
    }

    private void noteRelease(Mbuf m) {
        Object owner = OWNER.getAndSet(m, null);
        if (owner == null) {
            throw new IllegalStateException(
                    "double free of frame " + m.frame + " of " + name + " by " + caller() + "; " + history(m.frame));
        }
        histories[m.frame] = owner + ", freed by " + caller();
    }

    String history(int frame) {
        String known = DEBUG ? histories[frame] : null;
        return known == null ? "no history" : known;
    }

    private static String caller() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(f -> !OWN_CLASSES.contains(f.getClassName()))
                        .findFirst()
                        .map(f -> f.getClassName() + "." + f.getMethodName() + ":" + f.getLineNumber())
                        .orElse("unknown"));
    }

    public String name() {
        return name;
    }

    public int frameSize() {
        return frameSize;
    }

    public int headroom() {
        return headroom;
    }

    /** The number of frames. */
    public int capacity() {
        return frames.length;
    }

    /** The whole region; frame {@code i} begins at {@code i * frameSize()}. Use absolute indices only. */
    public ByteBuffer region() {
        return region;
    }

    /** How often {@link #alloc()} had nothing to give. */
    public long refusals() {
        return refusals.get();
    }

    /** Frames that are out now. Walks the free frames: for tests and commands, exact only while nobody allocates. */
    public int outstanding() {
        int free = 0;
        for (int i = (int) head; i != EMPTY && free < frames.length; i = below.get(i)) {
            free++;
        }
        return frames.length - free;
    }

    /** Debug mode: a line for every frame that is out, with the place that last owned it; empty otherwise. */
    public List<String> leaks() {
        List<String> lines = new ArrayList<>();
        for (Mbuf m : frames) {
            String owner = m.owner;
            if (DEBUG && owner != null) {
                lines.add("frame " + m.frame + " of " + name + ": " + owner);
            }
        }
        return lines;
    }
}
