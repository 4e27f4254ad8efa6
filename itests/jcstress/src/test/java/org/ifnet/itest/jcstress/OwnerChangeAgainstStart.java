package org.ifnet.itest.jcstress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Another netisr becomes the owner while the old one starts: what is left goes after it, and never are both in the
 * driver.
 */
@JCStressTest
@Outcome(id = "3, 0, 0", expect = Expect.ACCEPTABLE, desc = "all sent, one at a time")
@Outcome(expect = Expect.FORBIDDEN, desc = "forgotten, lost, or two in the driver")
@State
public class OwnerChangeAgainstStart extends Bench {
    public OwnerChangeAgainstStart() {
        turn = 1;
        ifq.setRunning(true);
        dispatch();
        dispatch();
        dispatch();
    }

    @Actor
    public void old() {
        netisr(0);
    }

    @Actor
    public void next() {
        ifq.owner(0, 1);
        netisr(1);
    }

    @Arbiter
    public void after(III_Result r) {
        r.r1 = finish();
        r.r2 = forgotten();
        r.r3 = overlapped() ? 1 : 0;
    }
}
