package org.ifnet.itest.jcstress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A packet comes while a start ends: it is seen by the look after the call, or starts the queue itself. */
@JCStressTest
@Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "both sent")
@Outcome(expect = Expect.FORBIDDEN, desc = "forgotten or lost")
@State
public class DispatchAgainstStart extends Bench {
    public DispatchAgainstStart() {
        ifq.setRunning(true);
        dispatch();
    }

    @Actor
    public void owner() {
        netisr(0);
    }

    @Actor
    public void sender() {
        dispatch();
    }

    @Arbiter
    public void after(II_Result r) {
        r.r1 = finish();
        r.r2 = forgotten();
    }
}
