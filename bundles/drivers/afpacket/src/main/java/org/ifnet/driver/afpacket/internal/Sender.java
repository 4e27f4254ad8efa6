package org.ifnet.driver.afpacket.internal;

import org.ifnet.DropReason;
import org.ifnet.ifq.Subqueue;
import org.ifnet.linux.LinuxErrno;
import org.ifnet.linux.MbufAddress;
import org.ifnet.linux.MessageBatch;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.VlanHeader;

/** Gives frames to a packet socket, a batch a call, straight from packet memory. One thread at a time. */
final class Sender {
    /** Frames that one start may send before others have their turn: about half a millisecond. */
    private static final int START_BATCHES = 8;

    private final AfPacketSocket socket;
    private final MbufBatch batch = new MbufBatch();
    private final MessageBatch messages = new MessageBatch(MbufBatch.DEFAULT_CAPACITY, Mbuf.CHAIN_MAX, 0);
    private final MbufAddress address = new MbufAddress();
    private int lastError;

    Sender(AfPacketSocket socket) {
        this.socket = socket;
    }

    /** Sends what waits. False when the socket is full: what could not be sent is back at the head of the queue. */
    boolean send(Subqueue queue) {
        for (int round = 0; round < START_BATCHES && queue.dequeue(batch) > 0; round++) {
            for (int i = 0; i < batch.size(); i++) {
                prepare(i, batch.get(i));
            }
            int done = sendBatch(queue);
            if (done < batch.size()) {
                queue.prepend(batch, done);
                return false;
            }
            batch.clear();
        }
        return true;
    }

    /** Lays out message {@code i}. What cannot be sent becomes an empty message, which the kernel refuses in its turn. */
    private void prepare(int i, Mbuf m) {
        int count = 0;
        if (!m.has(Mbuf.VLANTAG) || VlanHeader.materialize(m)) {
            for (Mbuf part = m; part != null; part = part.next()) {
                if (count == messages.segments()) {
                    count = 0;
                    break;
                }
                messages.segment(i, count++, address.of(part), part.length());
            }
        }
        messages.segments(i, count);
    }

    private int sendBatch(Subqueue queue) {
        int size = batch.size();
        int from = 0;
        while (from < size) {
            int n = messages.send(socket.fd(), from, size, 0);
            for (int i = 0; i < n; i++) {
                batch.get(from++).free();
            }
            if (n == -LinuxErrno.EAGAIN || n == -LinuxErrno.ENOBUFS || n == -LinuxErrno.ENOMEM) {
                return from;
            }
            if (n < 0 && n != -LinuxErrno.EINTR) {
                lastError = n;
                queue.drop(batch.get(from++), DropReason.DRIVER_ERROR);
            }
        }
        return size;
    }

    /** The last error that cost a packet since the last call, negative; 0 for none. */
    int takeError() {
        int e = lastError;
        lastError = 0;
        return e;
    }
}
