package org.ifnet.itest.jcstress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * RUNNING goes and returns while a start is in the driver: its round is over, and what waits is started in the next.
 */
@JCStressTest
@Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "both sent")
@Outcome(expect = Expect.FORBIDDEN, desc = "forgotten or lost")
@State
public class DownAndUpAgainstStart extends Bench {
    public DownAndUpAgainstStart() {
        turn = 1;
        ifq.setRunning(true);
        dispatch();
        dispatch();
    }

    @Actor
    public void owner() {
        netisr(0);
    }

    @Actor
    public void driver() {
        ifq.setRunning(false);
        ifq.setRunning(true);
    }

    @Arbiter
    public void after(II_Result r) {
        r.r1 = finish();
        r.r2 = forgotten();
    }
}
