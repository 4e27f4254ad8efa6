package org.ifnet.driver.tap.internal;

import org.ifnet.DropReason;
import org.ifnet.LinkState;
import org.ifnet.driver.DriverContext;
import org.ifnet.ifq.Subqueue;
import org.ifnet.linux.LinuxErrno;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.netisr.Callout;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.VlanHeader;

/** One tap from attach to detach: moves frames between the device and the platform. */
final class TapPort {
    /** Frames that one start may send before others have their turn: about a quarter of a millisecond. */
    private static final int START_BATCHES = 8;

    private static final long RETRY_NANOS = 1_000_000;
    private static final int LONGEST = EtherHeader.MAX_FRAME + VlanHeader.LENGTH;

    private final DriverContext context;
    private final TapDevice device;
    private final MbufBatch sending = new MbufBatch();
    private final Callout retry;
    private volatile boolean receiving;
    private volatile String trouble = "";

    TapPort(DriverContext context, TapDevice device, int cpu) {
        this.context = context;
        this.device = device;
        retry = context.callout(cpu, () -> context.queue(0).clearOactive());
    }

    void receiving(boolean on) {
        receiving = on;
    }

    String trouble() {
        return trouble;
    }

    /** Reads what waits, at most as much as there is room for. What comes while we are down is taken and counted too,
     * for a descriptor that stays readable would keep its netisr awake. */
    boolean poll(MbufBatch received) {
        boolean up = receiving;
        int room = received.room();
        int refused = 0;
        for (int i = 0; i < room; i++) {
            Mbuf m = up ? context.pool().alloc() : null;
            int n = m == null ? device.discard() : device.read(m);
            if (m == null && n >= 0) {
                refused++;
            } else if (m != null && !accept(m, n)) {
                m.free();
            } else if (m != null) {
                received.add(m);
            }
            if (n < 0 && n != -LinuxErrno.EINTR) {
                countRefused(up, refused);
                failed(n);
                return false;
            }
        }
        countRefused(up, refused);
        return room > 0;
    }

    private boolean accept(Mbuf m, int n) {
        if (n < 0) {
            return false;
        }
        if (n < EtherHeader.LENGTH) {
            context.inputDropped(DropReason.RUNT, 1);
            return false;
        }
        if (n > LONGEST) {
            context.inputDropped(DropReason.TOO_BIG, 1);
            return false;
        }
        return m.append(n);
    }

    private void countRefused(boolean up, int frames) {
        if (frames > 0) {
            context.inputDropped(up ? DropReason.NO_MBUF : DropReason.IF_DOWN, frames);
        }
    }

    private void failed(int error) {
        if (error == -LinuxErrno.EAGAIN || device.isSilenced() || !device.silence()) {
            return;
        }
        boolean deleted = error == -LinuxErrno.EBADFD || error == -LinuxErrno.ENODEV;
        trouble = deleted ? "deleted on the host" : "failed: " + LinuxErrno.name(error);
        context.linkState(LinkState.DOWN, 0);
    }

    void start(Subqueue queue) {
        for (int round = 0; round < START_BATCHES && queue.dequeue(sending) > 0; round++) {
            int sent = send(queue);
            if (sent < sending.size()) {
                queue.prepend(sending, sent);
                queue.setOactive();
                retry.reset(RETRY_NANOS);
                return;
            }
            sending.clear();
        }
    }

    /** Sends or drops packets of the batch in order; the index of the first that the device has no room for. */
    private int send(Subqueue queue) {
        int size = sending.size();
        for (int i = 0; i < size; i++) {
            Mbuf m = sending.get(i);
            if (m.has(Mbuf.VLANTAG) && !VlanHeader.materialize(m)) {
                queue.drop(m, DropReason.DRIVER_ERROR);
                continue;
            }
            int n = device.write(m);
            if (n >= 0) {
                m.free();
            } else if (n == -LinuxErrno.EAGAIN || n == -LinuxErrno.ENOBUFS || n == -LinuxErrno.ENOMEM) {
                return i;
            } else {
                // EIO: the host's side is down. Nothing to repair here, and no fault of the driver.
                if (n == -LinuxErrno.EBADFD) {
                    failed(n);
                }
                queue.drop(m, DropReason.DRIVER_ERROR);
            }
        }
        return size;
    }

    void close() {
        retry.stop();
        device.close();
    }
}
