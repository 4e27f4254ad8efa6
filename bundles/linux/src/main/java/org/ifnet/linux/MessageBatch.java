package org.ifnet.linux;

import java.nio.ByteBuffer;

/**
 * Messages for one {@code sendmmsg} or {@code recvmmsg}: the structures are laid out once and used again and again.
 * One thread at a time.
 *
 * <pre>
 *   struct mmsghdr, 64 bytes
 *   0      8         16    24       32        40           48      52       56       60      64
 *   | name | namelen | iov | iovlen | control | controllen | flags | unused | length | unused |
 *
 *   struct iovec              struct cmsghdr, then the data, each padded to 8
 *   0         8        16     0        8       12     16
 *   | address | length |      | length | level | type | data …
 * </pre>
 */
public final class MessageBatch {
    private static final int MESSAGE_SIZE = 64;
    private static final int IOV = 16;
    private static final int IOVLEN = 24;
    private static final int CONTROL = 32;
    private static final int CONTROLLEN = 40;
    private static final int FLAGS = 48;
    private static final int LENGTH = 56;

    /** Bytes of one {@code struct iovec}. */
    public static final int IOVEC_SIZE = 16;

    private static final int CMSG_LEVEL = 8;
    private static final int CMSG_TYPE = 12;
    private static final int CMSG_HEADER = 16;

    private final int capacity;
    private final int segments;
    private final int controlSize;
    private final ByteBuffer messages;
    private final ByteBuffer iovecs;
    private final ByteBuffer control;
    private final long address;
    private final long iovecAddress;
    /** Headers from 0 to this were written by the kernel and must be set again. */
    private int used;

    /**
     * @param capacity messages, 1 or more
     * @param segments pieces of memory a message, 1 or more
     * @param controlSize bytes of ancillary data a message, 0 for none; {@link #controlSpace} says how many
     */
    public MessageBatch(int capacity, int segments, int controlSize) {
        this.capacity = capacity;
        this.segments = segments;
        this.controlSize = controlSize;
        messages = Linux.struct(capacity * MESSAGE_SIZE);
        iovecs = Linux.struct(capacity * segments * IOVEC_SIZE);
        control = Linux.struct(Math.max(1, capacity * controlSize));
        address = Linux.address(messages);
        iovecAddress = Linux.address(iovecs);
        long controlAddress = Linux.address(control);
        for (int i = 0; i < capacity; i++) {
            int at = i * MESSAGE_SIZE;
            messages.putLong(at + IOV, iovecAddress + (long) i * segments * IOVEC_SIZE);
            messages.putLong(at + IOVLEN, 1);
            messages.putLong(at + CONTROL, controlSize == 0 ? 0 : controlAddress + (long) i * controlSize);
            messages.putLong(at + CONTROLLEN, controlSize);
        }
    }

    /** Bytes of ancillary memory that one item of that size takes. */
    public static int controlSpace(int data) {
        return CMSG_HEADER + align(data);
    }

    private static int align(int n) {
        return n + 7 & ~7;
    }

    public int capacity() {
        return capacity;
    }

    public int segments() {
        return segments;
    }

    /** Sets piece {@code k} of message {@code i}. */
    public void segment(int i, int k, long at, int length) {
        int index = (i * segments + k) * IOVEC_SIZE;
        iovecs.putLong(index, at);
        iovecs.putLong(index + 8, length);
    }

    /** How many pieces message {@code i} has; 1 at first. */
    public void segments(int i, int count) {
        messages.putLong(i * MESSAGE_SIZE + IOVLEN, count);
    }

    /** The address of message {@code i}'s first piece, for {@link Linux#writev}. */
    public long iovecs(int i) {
        return iovecAddress + (long) i * segments * IOVEC_SIZE;
    }

    /** Receives up to {@code count} messages into 0 and up: how many came, or a negative error number. */
    public int receive(int fd, int count, int flags) {
        for (int i = 0; i < used; i++) {
            int at = i * MESSAGE_SIZE;
            messages.putLong(at + CONTROLLEN, controlSize);
            messages.putInt(at + FLAGS, 0);
        }
        int n = Linux.recvmmsg(fd, address, count, flags);
        used = Math.max(0, n);
        return n;
    }

    /** Sends messages {@code from} to {@code to - 1}: how many went, at least 1, or the error of the first. */
    public int send(int fd, int from, int to, int flags) {
        return Linux.sendmmsg(fd, address + (long) from * MESSAGE_SIZE, to - from, flags);
    }

    /** Bytes received in message {@code i}. */
    public int length(int i) {
        return messages.getInt(i * MESSAGE_SIZE + LENGTH);
    }

    /** The frame was longer than its pieces, and its end is lost. */
    public boolean isTruncated(int i) {
        return (messages.getInt(i * MESSAGE_SIZE + FLAGS) & Sockets.MSG_TRUNC) != 0;
    }

    /** All ancillary memory; {@link #controlData} says where something begins. */
    public ByteBuffer control() {
        return control;
    }

    /** The index in {@link #control()} of that ancillary data of message {@code i}, -1 when it has none. */
    public int controlData(int i, int level, int type) {
        int at = i * controlSize;
        int end = at + (int) messages.getLong(i * MESSAGE_SIZE + CONTROLLEN);
        while (at + CMSG_HEADER <= end) {
            int length = (int) control.getLong(at);
            if (control.getInt(at + CMSG_LEVEL) == level && control.getInt(at + CMSG_TYPE) == type) {
                return at + CMSG_HEADER;
            }
            if (length < CMSG_HEADER) {
                return -1;
            }
            at += align(length);
        }
        return -1;
    }
}
