package org.ifnet.driver.afpacket.internal;

import java.nio.ByteBuffer;

import org.ifnet.DropReason;
import org.ifnet.driver.DriverContext;
import org.ifnet.linux.Linux;
import org.ifnet.linux.LinuxErrno;
import org.ifnet.linux.MbufAddress;
import org.ifnet.linux.MessageBatch;
import org.ifnet.linux.PacketSocket;
import org.ifnet.linux.Sockets;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.VlanHeader;
import org.jspecify.annotations.Nullable;

/** Takes frames from a packet socket, a batch a call, straight into packet memory. One thread at a time. */
final class Receiver {
    private static final int LONGEST = EtherHeader.MAX_FRAME + VlanHeader.LENGTH;
    /** Full batches in a row after which the socket is asked what it lost. */
    private static final int ASK_AFTER = 64;

    private final DriverContext context;
    private final AfPacketSocket socket;
    private final MessageBatch messages =
            new MessageBatch(MbufBatch.DEFAULT_CAPACITY, 1, MessageBatch.controlSpace(PacketSocket.AUXDATA_SIZE));
    /** Empty mbufs that the next frames go into: kept from call to call, since most calls use only a few. */
    private final @Nullable Mbuf[] slots = new Mbuf[MbufBatch.DEFAULT_CAPACITY];

    private final MbufAddress address = new MbufAddress();
    private final ByteBuffer scratch = Linux.struct(64);
    private final long scratchAddress = Linux.address(scratch);
    private int fullBatches;

    Receiver(DriverContext context, AfPacketSocket socket) {
        this.context = context;
        this.socket = socket;
    }

    /** Adds what waits to the batch: how many frames were taken from the socket, or a negative error number. */
    int receive(MbufBatch received) {
        int room = Math.min(received.room(), slots.length);
        int ready = fill(room);
        if (ready == 0) {
            return discard(room, DropReason.NO_MBUF);
        }
        int n = messages.receive(socket.fd(), ready, Sockets.MSG_DONTWAIT);
        for (int i = 0; i < n; i++) {
            Mbuf m = slots[i];
            slots[i] = null;
            if (m != null && !(accept(m, i) && received.add(m))) {
                m.free();
            }
        }
        noteLost(n == ready);
        return n;
    }

    /** Gives every slot up to {@code room} an mbuf; how many have one, which are less when the pool is empty. */
    private int fill(int room) {
        int top = slots.length - 1;
        for (int i = 0; i < room; i++) {
            if (slots[i] != null) {
                continue;
            }
            Mbuf m = context.pool().alloc();
            while (m == null && top > i) {
                m = slots[top];
                slots[top--] = null;
            }
            if (m == null) {
                return i;
            }
            m.ownedBy("afpacket receiver");
            messages.segment(i, 0, address.of(m), m.tailroom());
            slots[i] = m;
        }
        return room;
    }

    private boolean accept(Mbuf m, int i) {
        int length = messages.length(i);
        if (length < EtherHeader.LENGTH) {
            context.inputDropped(DropReason.RUNT, 1);
            return false;
        }
        if (length > LONGEST || messages.isTruncated(i) || !m.append(length)) {
            context.inputDropped(DropReason.TOO_BIG, 1);
            return false;
        }
        int aux = messages.controlData(i, PacketSocket.SOL_PACKET, PacketSocket.PACKET_AUXDATA);
        if (aux >= 0 && PacketSocket.hasVlan(messages.control(), aux)) {
            restoreTag(
                    m, PacketSocket.vlanTpid(messages.control(), aux), PacketSocket.vlanTci(messages.control(), aux));
        }
        return true;
    }

    /** The kernel took the tag off. Ours travels beside the frame as well; a service tag goes back to its place. */
    private static void restoreTag(Mbuf m, int tpid, int tci) {
        if (tpid != EtherHeader.TYPE_VLAN && VlanHeader.insert(m, tpid, tci)) {
            return;
        }
        m.vlanTag(tci);
    }

    private void noteLost(boolean full) {
        fullBatches = full ? fullBatches + 1 : fullBatches;
        if (fullBatches >= ASK_AFTER || fullBatches > 0 && !full) {
            fullBatches = 0;
            countLost();
        }
    }

    /** The socket's buffer was full, because the netisr came too late. */
    void countLost() {
        int lost = socket.lost();
        if (lost > 0) {
            context.inputDropped(DropReason.MAILBOX_FULL, lost);
        }
    }

    /** Takes up to that many frames and counts them as dropped; how many, or a negative error number. */
    int discard(int frames, DropReason reason) {
        int n = 0;
        int r = 0;
        while (n < frames
                && (r = Linux.recv(socket.fd(), scratchAddress, scratch.capacity(), Sockets.MSG_DONTWAIT)) >= 0) {
            n++;
        }
        if (n > 0) {
            context.inputDropped(reason, n);
        }
        return n > 0 || r == -LinuxErrno.EAGAIN ? n : r;
    }

    /** Frees the mbufs that wait for frames; the socket is closed. */
    void close() {
        for (int i = 0; i < slots.length; i++) {
            Mbuf m = slots[i];
            slots[i] = null;
            if (m != null) {
                m.free();
            }
        }
    }
}
