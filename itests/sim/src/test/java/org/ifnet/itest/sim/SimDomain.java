package org.ifnet.itest.sim;

import java.util.HashMap;
import java.util.Map;

import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.domain.Domain;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;

/** A protocol that checks how it is told of interfaces (reference 1.4), and counts and frees what it receives. */
final class SimDomain implements Domain {
    private final SimPlatform platform;
    private final int family;
    private final int etherType;
    private final Map<Ifnet, Boolean> up = new HashMap<>();

    SimDomain(SimPlatform platform, int family, int etherType) {
        this.platform = platform;
        this.family = family;
        this.etherType = etherType;
    }

    @Override
    public int family() {
        return family;
    }

    @Override
    public int etherType() {
        return etherType;
    }

    @Override
    public int[] inputTypes() {
        return new int[] {etherType};
    }

    boolean isAttached(Ifnet ifnet) {
        return up.containsKey(ifnet);
    }

    boolean isEmpty() {
        return up.isEmpty();
    }

    @Override
    public Object attach(Ifnet ifnet) {
        platform.violations.unless(up.put(ifnet, false) == null, "1.4: domain attached twice to " + ifnet);
        platform.env.yieldPoint("domain.attach");
        return this;
    }

    @Override
    public void detach(Ifnet ifnet, Object data) {
        platform.env.yieldPoint("domain.detach");
        Boolean was = up.remove(ifnet);
        platform.violations.unless(Boolean.FALSE.equals(was), "1.4: domain detached from " + ifnet + ", up " + was);
    }

    @Override
    public void up(Ifnet ifnet) {
        platform.violations.unless(
                Boolean.FALSE.equals(up.put(ifnet, true)), "1.4: domain told up without being down: " + ifnet);
    }

    @Override
    public void down(Ifnet ifnet) {
        platform.violations.unless(
                Boolean.TRUE.equals(up.put(ifnet, false)), "1.4: domain told down without being up: " + ifnet);
    }

    @Override
    public void input(Ifnet ifnet, int type, MbufBatch packets) {
        platform.violations.unless(isAttached(ifnet), "1.5: a packet to a domain that left " + ifnet);
        platform.env.yieldPoint("domain.input");
        platform.violations.unless(isAttached(ifnet), "1.5: a domain left " + ifnet + " with a netisr in it");
        packets.freeAll();
    }

    @Override
    public long resolve(Ifnet ifnet, Mbuf m, long hi, long lo) {
        return FAILED;
    }

    /** Nothing happens now: it knows exactly the interfaces that are there, and which are up. */
    void checkQuiet() {
        for (Ifnet ifnet : platform.ifnets().list()) {
            platform.violations.unless(
                    Boolean.valueOf(ifnet.has(IfFlags.UP)).equals(up.get(ifnet)),
                    "1.4: domain " + family + " knows up " + up.get(ifnet) + " of " + ifnet);
        }
        int there = platform.ifnets().list().size();
        platform.violations.unless(
                up.size() == there, "1.4: domain " + family + " knows " + up.keySet() + ", there are " + there);
    }
}
