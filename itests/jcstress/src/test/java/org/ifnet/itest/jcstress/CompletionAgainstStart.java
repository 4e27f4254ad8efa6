package org.ifnet.itest.jcstress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * The device has room again while the start ends that found it full. The look after the call sees it, or clearing
 * starts.
 */
@JCStressTest
@Outcome(id = "1, 2, 0", expect = Expect.ACCEPTABLE, desc = "the second packet went after there was room")
@Outcome(
        id = "0, 1, 1",
        expect = Expect.ACCEPTABLE,
        desc = "it looked before the ring was full: the queue stands, as it must")
@Outcome(expect = Expect.FORBIDDEN, desc = "forgotten or lost")
@State
public class CompletionAgainstStart extends Bench {
    private boolean room;

    public CompletionAgainstStart() {
        ring = 1;
        ifq.setRunning(true);
        dispatch();
        dispatch();
    }

    @Actor
    public void owner() {
        netisr(0);
    }

    @Actor
    public void device() {
        room = completed();
    }

    @Arbiter
    public void after(III_Result r) {
        r.r1 = room ? 1 : 0;
        r.r2 = finish();
        r.r3 = forgotten();
    }
}
