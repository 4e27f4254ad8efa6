package org.ifnet.itest.jcstress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two netisrs stage packets for a queue whose owner is one of them; each list is its own. */
@JCStressTest
@Outcome(id = "4, 0", expect = Expect.ACCEPTABLE, desc = "all sent")
@Outcome(expect = Expect.FORBIDDEN, desc = "forgotten or lost")
@State
public class RollupAgainstRollup extends Bench {
    public RollupAgainstRollup() {
        ifq.setRunning(true);
    }

    @Actor
    public void owner() {
        netisr.current(0);
        dispatch();
        dispatch();
        ifq.owner(0, 1);
        netisr(0);
    }

    @Actor
    public void other() {
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
