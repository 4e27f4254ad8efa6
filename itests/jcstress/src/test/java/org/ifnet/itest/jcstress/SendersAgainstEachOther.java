package org.ifnet.itest.jcstress;

import org.ifnet.mbuf.Mbuf;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two put a packet into one queue at once: the lock lets one in at a time. */
@JCStressTest
@Outcome(id = "2, 2, 2", expect = Expect.ACCEPTABLE, desc = "both counted and waiting")
@Outcome(expect = Expect.FORBIDDEN, desc = "a count or a packet is lost")
@State
public class SendersAgainstEachOther extends Bench {
    @Actor
    public void one() {
        dispatch();
    }

    @Actor
    public void other() {
        dispatch();
    }

    @Arbiter
    public void after(III_Result r) {
        r.r1 = (int) queue.stats().enqueued();
        int drained = 0;
        for (Mbuf m = queue.dequeue(); m != null; m = queue.dequeue()) {
            m.free();
            drained++;
        }
        r.r2 = drained;
        r.r3 = (int) queue.stats().sent();
    }
}
