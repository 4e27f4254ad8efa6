package org.ifnet.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Loads the whole platform once more, with a fault in it. */
public final class FaultLoader extends ClassLoader {
    private static final String OURS = "org.ifnet.";

    private final Fault fault;

    public FaultLoader(Fault fault) {
        super(FaultLoader.class.getClassLoader());
        this.fault = fault;
    }

    /** The method {@code static long run(long)} of that class, in that platform. */
    public MethodHandle run(Class<?> of) throws ReflectiveOperationException {
        return MethodHandles.publicLookup()
                .findStatic(loadClass(of.getName()), "run", MethodType.methodType(long.class, long.class));
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = patched(name, in.readAllBytes());
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** The code of a class with the fault in it; the same code when the fault does not concern it. */
    public byte[] patched(String name, byte[] original) {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        if (fault.edits().stream().noneMatch(edit -> edit.type().equals(simple))) {
            return original;
        }
        ClassReader reader = new ClassReader(original);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(int access, String method, String types, String sig, String[] ex) {
                        MethodVisitor visitor = super.visitMethod(access, method, types, sig, ex);
                        for (Fault.Edit edit : fault.edits()) {
                            if (edit.type().equals(simple) && edit.isOf(method, types)) {
                                visitor = edit.patch().on(visitor);
                            }
                        }
                        return visitor;
                    }
                },
                0);
        return writer.toByteArray();
    }
}
