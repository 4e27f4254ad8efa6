package org.ifnet.inet6.internal;

import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.inet6.Address6State;
import org.ifnet.netisr.Callout;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Duplicate address detection (RFC 4862, 5.4; with the mark of RFC 7527, so that our own request that comes back is no
 * conflict). All on netctl, but for {@link #conflict}.
 */
final class Dad {
    private static final Logger LOG = LoggerFactory.getLogger(Dad.class);

    private static final long SECOND = 1_000_000_000L;
    private static final long NONCE = (1L << 48) - 1;

    private final Env env;
    private final Netisr netisr;
    private final Knobs knobs;
    private final NdSender sender;
    private final Settled settled;

    /** Hears that an address may be used now, or never. */
    interface Settled {
        void settled(Link6 link, Own6 own);
    }

    Dad(Env env, Netisr netisr, Knobs knobs, NdSender sender, Settled settled) {
        this.env = env;
        this.netisr = netisr;
        this.knobs = knobs;
        this.sender = sender;
        this.settled = settled;
    }

    /** Whether an address there has to be asked for: on links with neighbours that can be asked. */
    boolean applies(Ifnet ifnet) {
        return knobs.dadCount.isOn()
                && ifnet.lladdr() != null
                && ifnet.has(IfFlags.MULTICAST)
                && !ifnet.has(IfFlags.LOOPBACK)
                && !ifnet.has(IfFlags.NOARP);
    }

    /** Begins anew for a tentative address; {@code soon}: without the delay that keeps hosts apart which start together. */
    void start(Link6 link, Own6 own, boolean soon) {
        stop(own);
        own.asked = 0;
        own.nonce = env.random() & NONCE;
        Callout timer = netisr.callout(Netisr.NETCTL, "dad", () -> step(link, own));
        own.timer = timer;
        if (soon) {
            step(link, own);
        } else {
            timer.reset((env.random() >>> 1) % SECOND);
        }
    }

    private void step(Link6 link, Own6 own) {
        Callout timer = own.timer;
        if (timer == null || !own.has(Address6State.TENTATIVE) || own.has(Address6State.DUPLICATED)) {
            return;
        }
        if (own.asked < knobs.dadCount.value() && applies(link.ifnet)) {
            if (link.ifnet.isUsable()) {
                own.asked++;
                sender.detect(link, own);
            }
            timer.reset(link.retrans());
            return;
        }
        own.timer = null;
        own.flags &= ~Address6State.TENTATIVE;
        settled.settled(link, own);
    }

    void stop(Own6 own) {
        Callout timer = own.timer;
        if (timer != null) {
            own.timer = null;
            timer.stop();
        }
    }

    /** Another host has the address, or wants it too. Any thread. */
    void conflict(Link6 link, Own6 own) {
        netisr.post(Netisr.NETCTL, () -> {
            if (own.has(Address6State.TENTATIVE) && !own.has(Address6State.DUPLICATED)) {
                own.flags |= Address6State.DUPLICATED;
                stop(own);
                LOG.warn(
                        "{}: address {} is a duplicate, manual intervention required",
                        link.ifnet.name(),
                        own.ifaddr.address());
                settled.settled(link, own);
            }
        });
    }
}
