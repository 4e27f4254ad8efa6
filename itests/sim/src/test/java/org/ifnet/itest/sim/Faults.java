package org.ifnet.itest.sim;

import static org.ifnet.testkit.Fault.in;
import static org.ifnet.testkit.Patch.answer;
import static org.ifnet.testkit.Patch.first;
import static org.ifnet.testkit.Patch.instead;
import static org.ifnet.testkit.Patch.without;

import java.util.List;

import org.ifnet.testkit.Fault;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Bugs of the original that the simulation must find, each named by its line of the reference. */
final class Faults {
    private static final String CORE = "org/ifnet/core/internal/";
    private static final String CLONER = "org/ifnet/cloner/internal/";
    private static final String HERE = "org/ifnet/itest/sim/FaultyCode";
    private static final String NAMES = "java/util/concurrent/ConcurrentHashMap";

    private Faults() {}

    static List<Fault> all() {
        return List.of(
                Fault.of(
                        "1.3 no uniqueness check on the name",
                        in("Table.reserve", answer("ConcurrentHashMap.containsKey", 0)),
                        in("Table.isTaken", answer("ConcurrentHashMap.containsKey", 0))),
                Fault.of(
                        "1.3 published and announced first, set up afterwards",
                        in("Lifecycle.install", instead("Attempt.ifnet", Faults::announceEarly))),
                Fault.of(
                        "1.4 a domain loaded later never attaches to existing interfaces",
                        in("Domains.add", without("CoreIfnet.locked"))),
                Fault.of("1.5 index slot not nulled", in("Table.release", without("AtomicReferenceArray.set"))),
                Fault.of(
                        "1.6 a stale handle reaches the next interface of its index",
                        in("Table.reserve", instead("Handles.take", Faults::indexAsHandle)),
                        in("Table.byHandle", instead("Handles.find", Faults::findByIndex))),
                Fault.of("1.5 groups are not left", in("Departure.begin", without("Groups.leaveAll"))),
                Fault.of(
                        "1.5 multicast memberships are never emptied",
                        in("Departure.finish", without("Multicast.clear"))),
                Fault.of("1.10 readers see a torn name", in("Table.rename", first(Faults::forgetName))),
                Fault.of(
                        "1.10 destroy resolves the cloner from the new name",
                        in("CloneTeardown.ownerOf", instead("ConcurrentMap.get", Faults::ownerByName))),
                Fault.of(
                        "1.12 on failure the promiscuous count is not rolled back",
                        in("FlagControl.promisc", instead("FlagControl.next", Faults::countFirst))),
                Fault.of(
                        "2 no lock between bit search and set",
                        in("CloneEngine.reserve", without("EnvLock.lock")),
                        in("CloneEngine.reserve", without("EnvLock.unlock")),
                        in("CloneEngine.lambda$reserve$", instead("Ifnets.byName", Faults::lockBriefly))),
                Fault.of(
                        "2 a create that fails keeps its unit",
                        in("CloneEngine.undo", without("ClonerUnits.release"))));
    }

    private static void announceEarly(MethodVisitor to, Runnable original) {
        original.run();
        to.visitVarInsn(Opcodes.ALOAD, 0);
        to.visitFieldInsn(Opcodes.GETFIELD, CORE + "Lifecycle", "table", "L" + CORE + "Table;");
        to.visitVarInsn(Opcodes.ALOAD, 1);
        virtual(to, CORE + "Table", "publish", "(L" + CORE + "CoreIfnet;)V");
        to.visitVarInsn(Opcodes.ALOAD, 0);
        to.visitFieldInsn(Opcodes.GETFIELD, CORE + "Lifecycle", "events", "L" + CORE + "Events;");
        to.visitVarInsn(Opcodes.ALOAD, 1);
        virtual(to, CORE + "Events", "announce", "(L" + CORE + "CoreIfnet;)V");
    }

    /** As a handle, the index that was chosen just before. */
    private static void indexAsHandle(MethodVisitor to, Runnable original) {
        to.visitInsn(Opcodes.POP2);
        to.visitVarInsn(Opcodes.ILOAD, 3);
    }

    private static void findByIndex(MethodVisitor to, Runnable original) {
        to.visitInsn(Opcodes.SWAP);
        to.visitInsn(Opcodes.POP);
        to.visitVarInsn(Opcodes.ALOAD, 0);
        to.visitInsn(Opcodes.SWAP);
        virtual(to, CORE + "Table", "at", "(I)L" + CORE + "CoreIfnet;");
    }

    /** The old name goes before the lock is taken, and so before the new one is there. */
    private static void forgetName(MethodVisitor to, Runnable original) {
        to.visitVarInsn(Opcodes.ALOAD, 0);
        to.visitFieldInsn(Opcodes.GETFIELD, CORE + "Table", "names", "L" + NAMES + ";");
        to.visitVarInsn(Opcodes.ALOAD, 1);
        virtual(to, CORE + "CoreIfnet", "name", "()Ljava/lang/String;");
        to.visitVarInsn(Opcodes.ALOAD, 1);
        virtual(to, NAMES, "remove", "(Ljava/lang/Object;Ljava/lang/Object;)Z");
        to.visitInsn(Opcodes.POP);
    }

    private static void ownerByName(MethodVisitor to, Runnable original) {
        to.visitVarInsn(Opcodes.ALOAD, 1);
        statically(to, "ownerByName", "(Ljava/util/Map;Ljava/lang/Object;Ljava/lang/String;)Ljava/lang/Object;");
    }

    private static void countFirst(MethodVisitor to, Runnable original) {
        original.run();
        to.visitInsn(Opcodes.DUP);
        to.visitVarInsn(Opcodes.ALOAD, 1);
        to.visitInsn(Opcodes.SWAP);
        virtual(to, CORE + "CoreIfnet", "promiscCount", "(I)V");
    }

    private static void lockBriefly(MethodVisitor to, Runnable original) {
        original.run();
        to.visitVarInsn(Opcodes.ALOAD, 0);
        to.visitFieldInsn(Opcodes.GETFIELD, CLONER + "CloneEngine", "lock", "Lorg/ifnet/netisr/EnvLock;");
        statically(to, "lockBriefly", "(Lorg/ifnet/netisr/EnvLock;)V");
    }

    private static void virtual(MethodVisitor to, String owner, String name, String types) {
        to.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, name, types, false);
    }

    private static void statically(MethodVisitor to, String name, String types) {
        to.visitMethodInsn(Opcodes.INVOKESTATIC, HERE, name, types, false);
    }
}
