package org.ifnet.inet.internal;

import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.Ifnet;
import org.ifnet.domain.AddressFamily;
import org.jspecify.annotations.Nullable;

/** What IPv4 keeps for an interface. */
final class Link4 {
    final Ifnet ifnet;

    /** Neighbours that are asked for and have not answered. */
    final AtomicInteger incomplete = new AtomicInteger();

    Link4(Ifnet ifnet) {
        this.ifnet = ifnet;
    }

    /** The domain's data of the interface; null when it does not take part. */
    static @Nullable Link4 of(Ifnet ifnet) {
        return ifnet.protocolData(AddressFamily.INET) instanceof Link4 link ? link : null;
    }
}
