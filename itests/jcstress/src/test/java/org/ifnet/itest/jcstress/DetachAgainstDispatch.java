package org.ifnet.itest.jcstress;

import org.ifnet.ifq.SubqueueStats;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A queue is closed while a netisr puts packets into it and starts it: all are sent, refused or dropped, and no stage
 * is left.
 */
@JCStressTest
@Outcome(id = "0, 0, 3", expect = Expect.ACCEPTABLE, desc = "nothing waits or is staged, every packet is counted once")
@Outcome(expect = Expect.FORBIDDEN, desc = "something stays, or the counts do not agree")
@State
public class DetachAgainstDispatch extends Bench {
    public DetachAgainstDispatch() {
        ifq.setRunning(true);
    }

    @Actor
    public void sender() {
        netisr.current(1);
        dispatch();
        dispatch();
        dispatch();
        netisr(0);
    }

    @Actor
    public void detach() {
        ifq.close();
    }

    @Arbiter
    public void after(III_Result r) {
        r.r2 = (int) queue.stats().stages();
        finish();
        SubqueueStats s = queue.stats();
        r.r3 = (int) (s.sent() + s.droppedTotal());
        r.r1 = forgotten();
    }
}
