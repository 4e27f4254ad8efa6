package org.ifnet.core.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import org.ifnet.Ifnet;
import org.ifnet.domain.Domain;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.jspecify.annotations.Nullable;

/** Notes what it is told and frees what it gets. */
class PlainDomain implements Domain {
    /** What it keeps for every interface; null to hear nothing of the end. */
    volatile @Nullable Object data = "kept";

    final List<String> told = new CopyOnWriteArrayList<>();
    final AtomicLong received = new AtomicLong();
    volatile boolean inside;

    @Override
    public int family() {
        return 2;
    }

    @Override
    public int etherType() {
        return PlainLink.TYPE;
    }

    @Override
    public int[] inputTypes() {
        return new int[] {PlainLink.TYPE, 0x0806};
    }

    @Override
    public @Nullable Object attach(Ifnet ifnet) {
        told.add("attach " + ifnet.name());
        return data;
    }

    @Override
    public void detach(Ifnet ifnet, Object kept) {
        told.add("detach " + ifnet.name() + (inside ? " with a netisr inside" : ""));
    }

    @Override
    public void up(Ifnet ifnet) {
        told.add("up " + ifnet.name());
    }

    @Override
    public void down(Ifnet ifnet) {
        told.add("down " + ifnet.name());
    }

    @Override
    public void input(Ifnet ifnet, int etherType, MbufBatch packets) {
        inside = true;
        received.addAndGet(packets.size());
        packets.freeAll();
        inside = false;
    }

    @Override
    public long resolve(Ifnet ifnet, Mbuf m, long hi, long lo) {
        return FAILED;
    }
}
