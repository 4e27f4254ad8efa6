package org.ifnet.driver.afpacket.internal;

import org.ifnet.DropReason;
import org.ifnet.IfnetException;
import org.ifnet.LinkState;
import org.ifnet.driver.DriverContext;
import org.ifnet.ifq.Subqueue;
import org.ifnet.linux.LinuxErrno;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.netisr.Callout;

/** One interface on its device from attach to detach. */
final class AfPacketPort {
    private static final long RETRY_NANOS = 1_000_000;
    /** More than a socket's buffer can hold. */
    private static final int LEFT_OVER_MAX = 32768;

    private final DriverContext context;
    private final AfPacketSocket socket;
    private final Receiver receiver;
    private final Sender sender;
    private final Callout retry;
    private volatile boolean receiving;

    AfPacketPort(DriverContext context, AfPacketSocket socket, int cpu) {
        this.context = context;
        this.socket = socket;
        receiver = new Receiver(context, socket);
        sender = new Sender(socket);
        retry = context.callout(cpu, () -> context.queue(0).clearOactive());
    }

    void receive() throws IfnetException {
        // What is left from before we went down is not for the interface that is up now.
        receiver.discard(LEFT_OVER_MAX, DropReason.IF_DOWN);
        socket.receive(true);
        receiving = true;
    }

    void stopReceiving() throws IfnetException {
        receiving = false;
        socket.receive(false);
    }

    boolean poll(MbufBatch received) {
        int room = received.room();
        int n = receiving ? receiver.receive(received) : receiver.discard(room, DropReason.IF_DOWN);
        if (n < 0) {
            failed(n);
            return false;
        }
        return n > 0 && n == Math.min(room, MbufBatch.DEFAULT_CAPACITY);
    }

    void start(Subqueue queue) {
        if (!sender.send(queue)) {
            queue.setOactive();
            retry.reset(RETRY_NANOS);
        }
        int error = sender.takeError();
        if (error != 0) {
            failed(error);
        }
    }

    /** ENETDOWN and ENXIO tell of a device that is down or gone; other errors concern one frame only. */
    private void failed(int error) {
        if (error == -LinuxErrno.ENETDOWN || error == -LinuxErrno.ENXIO) {
            context.linkState(LinkState.DOWN, 0);
        }
    }

    void linkState(boolean up, long baudrate) {
        context.linkState(up ? LinkState.UP : LinkState.DOWN, up ? baudrate : 0);
    }

    void close() {
        retry.stop();
        receiver.countLost();
        socket.close();
        receiver.close();
    }
}
