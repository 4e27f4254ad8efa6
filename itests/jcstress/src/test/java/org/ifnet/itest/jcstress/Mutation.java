package org.ifnet.itest.jcstress;

import static org.ifnet.testkit.Fault.in;
import static org.ifnet.testkit.Patch.answer;
import static org.ifnet.testkit.Patch.instead;
import static org.ifnet.testkit.Patch.without;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.ifnet.testkit.Fault;
import org.ifnet.testkit.Patch;
import org.objectweb.asm.Opcodes;

/**
 * A fence, a look or a start that is left out, and the test that has to find it.
 */
record Mutation(Fault fault, Class<?> finder) {
    private static final String PACKAGE = "org.ifnet.ifq.internal.";

    static List<Mutation> all() {
        return List.of(
                of(
                        "the lock is taken with a fence and lets everybody in",
                        "SpinLock.lockOwn",
                        answer("PublishedFlag.trySet", 1),
                        SendersAgainstEachOther.class),
                of(
                        "no look at the queue when started is cleared",
                        "StartJob.finish",
                        answer("Interlock.isReady", 0),
                        DispatchAgainstStart.class),
                of(
                        "no look at oactive when started is cleared",
                        "StartJob.finish",
                        answer("Interlock.isReady", 0),
                        CompletionAgainstStart.class),
                of(
                        "a dispatch claims the start and does not schedule it",
                        "TransmitSubqueue.end",
                        without("Starts.schedule"),
                        DispatchAgainstStart.class),
                of(
                        "oactive is cleared and nobody starts",
                        "TransmitSubqueue.clearOactive",
                        noStart(),
                        CompletionAgainstStart.class),
                of(
                        "RUNNING returns and nobody starts",
                        "TransmitSubqueue.setRunning",
                        noStart(),
                        RunningAgainstDispatch.class),
                of(
                        "the roll-up forgets what was left to it",
                        "TransmitSubqueue.startStaged",
                        noStart(),
                        RollupAgainstStart.class),
                of(
                        "no look for another owner after the call",
                        "StartJob.unlockAndChase",
                        without("Starts.schedule"),
                        OwnerChangeAgainstStart.class),
                new Mutation(
                        Fault.of(
                                "no look for another owner before the call",
                                in("StartJob.run", without("Starts.schedule")),
                                in("TransmitSubqueue.owner", without("Starts.schedule"))),
                        OwnerChangeAgainstStart.class),
                of(
                        "a start does not see that one is inside",
                        "Interlock.begin",
                        forgetInside(),
                        OwnerReturnsAgainstStart.class),
                of(
                        "an abandoned start ends the next round",
                        "StartJob.finish",
                        answer("Interlock.end", 1),
                        DownAndUpAgainstStart.class),
                of(
                        "what is closed still takes packets",
                        "TransmitSubqueue.dispatch",
                        answer("Interlock.isClosed", 0),
                        DetachAgainstDispatch.class),
                of(
                        "detach leaves what waits",
                        "TransmitSubqueue.close",
                        without("TransmitSubqueue.purge"),
                        DetachAgainstDispatch.class),
                of(
                        "detach leaves the stages",
                        "TransmitSubqueue.close",
                        without("Starts.close"),
                        DetachAgainstDispatch.class));
    }

    private static Mutation of(String name, String place, Patch patch, Class<?> finder) {
        return new Mutation(Fault.of(name, in(place, patch)), finder);
    }

    /** The classes that are changed, by their binary names. */
    Set<String> types() {
        return fault.edits().stream().map(edit -> PACKAGE + edit.type()).collect(Collectors.toSet());
    }

    private static Patch forgetInside() {
        return Patch.first((to, original) -> {
            to.visitVarInsn(Opcodes.ALOAD, 0);
            to.visitInsn(Opcodes.ICONST_0);
            to.visitFieldInsn(Opcodes.PUTFIELD, PACKAGE.replace('.', '/') + "Interlock", "busy", "Z");
        });
    }

    /** Gives the lock back and looks at nothing. */
    private static Patch noStart() {
        return instead(
                "TransmitSubqueue.unlockAndStart",
                (to, original) -> to.visitMethodInsn(
                        Opcodes.INVOKEVIRTUAL, PACKAGE.replace('.', '/') + "TransmitSubqueue", "unlock", "()V", false));
    }

    @Override
    public String toString() {
        return fault.name();
    }
}
