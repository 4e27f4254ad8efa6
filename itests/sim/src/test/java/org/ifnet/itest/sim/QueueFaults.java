package org.ifnet.itest.sim;

import static org.ifnet.testkit.Fault.in;
import static org.ifnet.testkit.Patch.answer;
import static org.ifnet.testkit.Patch.instead;
import static org.ifnet.testkit.Patch.without;

import java.util.List;

import org.ifnet.testkit.Fault;
import org.ifnet.testkit.Patch;
import org.objectweb.asm.Opcodes;

/** Every look and every start that keeps a queue from being forgotten (reference 1.18), left out one at a time. */
final class QueueFaults {
    private static final String QUEUE = "org/ifnet/ifq/internal/TransmitSubqueue";

    private QueueFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.of(
                        "1.18 no look at the queue when started is cleared",
                        in("StartJob.finish", answer("Interlock.isReady", 0))),
                Fault.of(
                        "1.18 RUNNING returns and nobody kicks the queue",
                        in("TransmitSubqueue.setRunning", noStart())),
                Fault.of("1.18 oactive is cleared and nobody starts", in("TransmitSubqueue.clearOactive", noStart())),
                Fault.of("1.18 the roll-up forgets what was left to it", in("TransmitSubqueue.startStaged", noStart())),
                Fault.of(
                        "1.18 no chase when the owner changed before the call",
                        in("StartJob.run", without("Starts.schedule")),
                        in("TransmitSubqueue.owner", without("Starts.schedule"))),
                Fault.of(
                        "1.18 a dispatch claims the start and does not schedule it",
                        in("TransmitSubqueue.end", without("Starts.schedule"))),
                Fault.of(
                        "1.18 an abandoned start ends the next round",
                        in("StartJob.finish", answer("Interlock.end", 1)),
                        in("StartJob.refused", answer("Interlock.end", 1))),
                Fault.of(
                        "3.2 what is closed still takes packets",
                        in("TransmitSubqueue.dispatch", answer("Interlock.isClosed", 0))),
                Fault.of(
                        "3.2 detach leaves what waits",
                        in("TransmitSubqueue.close", without("TransmitSubqueue.purge"))),
                Fault.of(
                        "3.3 what the regulator parked is not started when its time has come",
                        in("Lane.unpark", noStart())));
    }

    /** Gives the lock back and looks at nothing. */
    private static Patch noStart() {
        return instead(
                "TransmitSubqueue.unlockAndStart",
                (to, original) -> to.visitMethodInsn(Opcodes.INVOKEVIRTUAL, QUEUE, "unlock", "()V", false));
    }
}
