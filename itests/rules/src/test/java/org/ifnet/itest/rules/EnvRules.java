package org.ifnet.itest.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Finds code that takes time, chance, locks or threads from elsewhere than {@code org.ifnet.netisr.Env}. */
final class EnvRules extends ClassVisitor {
    private static final Set<String> FORBIDDEN_OWNERS = Set.of(
            "java/util/Random",
            "java/util/Timer",
            "java/util/concurrent/ThreadLocalRandom",
            "java/util/concurrent/locks/LockSupport",
            "java/util/concurrent/locks/ReentrantLock",
            "java/util/concurrent/locks/ReentrantReadWriteLock",
            "java/util/concurrent/locks/StampedLock",
            "java/util/concurrent/Executors",
            "java/util/concurrent/ThreadPoolExecutor",
            "java/util/concurrent/CompletableFuture",
            "java/util/concurrent/CountDownLatch",
            "java/util/concurrent/Semaphore",
            "java/util/concurrent/LinkedBlockingQueue",
            "java/util/concurrent/ArrayBlockingQueue",
            "java/util/concurrent/ForkJoinPool",
            "java/lang/ThreadLocal",
            "java/time/Clock");
    private static final Set<String> FORBIDDEN_CALLS = Set.of(
            "java/lang/System.nanoTime",
            "java/lang/System.currentTimeMillis",
            "java/lang/Math.random",
            "java/time/Instant.now",
            "java/lang/Object.wait",
            "java/lang/Object.notify",
            "java/lang/Object.notifyAll",
            "java/lang/Thread.<init>",
            "java/lang/Thread.start",
            "java/lang/Thread.sleep",
            "java/lang/Thread.yield",
            "java/lang/Thread.onSpinWait",
            "java/lang/Thread.join");

    private final List<String> found = new ArrayList<>();
    private String className = "";

    private EnvRules() {
        super(Opcodes.ASM9);
    }

    /** A line for every place in the class that goes round Env. */
    static List<String> violations(byte[] classFile) {
        EnvRules rules = new EnvRules();
        new ClassReader(classFile).accept(rules, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return rules.found;
    }

    @Override
    public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
        className = name.replace('/', '.');
        if ("java/lang/Thread".equals(superName)) {
            found.add(className + " extends Thread");
        }
    }

    @Override
    public MethodVisitor visitMethod(int access, String method, String descriptor, String signature, String[] thrown) {
        if ((access & Opcodes.ACC_SYNCHRONIZED) != 0) {
            found.add(className + "." + method + " is synchronized");
        }
        return new MethodVisitor(Opcodes.ASM9) {
            @Override
            public void visitInsn(int opcode) {
                if (opcode == Opcodes.MONITORENTER) {
                    found.add(className + "." + method + " uses a synchronized block");
                }
            }

            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String types, boolean isInterface) {
                if (FORBIDDEN_OWNERS.contains(owner) || FORBIDDEN_CALLS.contains(owner + "." + name)) {
                    found.add(className + "." + method + " calls " + owner.replace('/', '.') + "." + name);
                }
            }
        };
    }
}
