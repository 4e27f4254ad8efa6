package org.ifnet.itest.jcstress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A netisr that is not the owner leaves the start to its roll-up, while the owner ends a start. */
@JCStressTest
@Outcome(id = "3, 0", expect = Expect.ACCEPTABLE, desc = "all sent")
@Outcome(expect = Expect.FORBIDDEN, desc = "forgotten or lost")
@State
public class RollupAgainstStart extends Bench {
    public RollupAgainstStart() {
        ifq.setRunning(true);
        dispatch();
    }

    @Actor
    public void owner() {
        netisr(0);
    }

    @Actor
    public void sender() {
        netisr.current(1);
        dispatch();
        dispatch();
        netisr(1);
    }

    @Arbiter
    public void after(II_Result r) {
        r.r1 = finish();
        r.r2 = forgotten();
    }
}
