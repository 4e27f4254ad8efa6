package org.ifnet.itest.jcstress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** RUNNING returns while a packet comes: one of the two starts the queue. */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "sent")
@Outcome(expect = Expect.FORBIDDEN, desc = "forgotten or lost")
@State
public class RunningAgainstDispatch extends Bench {
    @Actor
    public void driver() {
        ifq.setRunning(true);
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
