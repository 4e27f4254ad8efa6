package org.ifnet.testkit;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * What is done to a method while it is loaded. A patch adds straight code only, so that the frames of the class hold. Calls
 * are named {@code Type.method}, by the simple name of the type that the code names.
 */
public abstract class Patch {
    private int applied;

    /** What a call in the method is; {@code next} takes the code that is to be there instead. */
    public interface Call {
        void write(MethodVisitor next, Runnable original);
    }

    abstract MethodVisitor on(MethodVisitor next);

    void noteApplied() {
        applied++;
    }

    /** Whether there was anything to change. */
    public boolean isApplied() {
        return applied > 0;
    }

    /** The call is made in another way. */
    public static Patch instead(String call, Call other) {
        return new Patch() {
            @Override
            MethodVisitor on(MethodVisitor next) {
                return new MethodVisitor(Opcodes.ASM9, next) {
                    @Override
                    public void visitMethodInsn(int op, String owner, String name, String types, boolean isInterface) {
                        Runnable original = () -> super.visitMethodInsn(op, owner, name, types, isInterface);
                        if (call.equals(owner.substring(owner.lastIndexOf('/') + 1) + "." + name)) {
                            noteApplied();
                            other.write(mv, original);
                        } else {
                            original.run();
                        }
                    }
                };
            }
        };
    }

    /** The call is not made. */
    public static Patch without(String call) {
        return answer(call, 0);
    }

    /** The call is not made and answers that number, or null. */
    public static Patch answer(String call, int value) {
        return new Patch() {
            @Override
            MethodVisitor on(MethodVisitor next) {
                return new MethodVisitor(Opcodes.ASM9, next) {
                    @Override
                    public void visitMethodInsn(int op, String owner, String name, String types, boolean isInterface) {
                        if (call.equals(owner.substring(owner.lastIndexOf('/') + 1) + "." + name)) {
                            noteApplied();
                            drop(mv, op, types);
                            push(mv, Type.getReturnType(types), value);
                        } else {
                            super.visitMethodInsn(op, owner, name, types, isInterface);
                        }
                    }
                };
            }
        };
    }

    private static void drop(MethodVisitor to, int op, String types) {
        Type[] arguments = Type.getArgumentTypes(types);
        for (int i = arguments.length - 1; i >= 0; i--) {
            to.visitInsn(arguments[i].getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
        }
        if (op != Opcodes.INVOKESTATIC) {
            to.visitInsn(Opcodes.POP);
        }
    }

    private static void push(MethodVisitor to, Type type, int value) {
        switch (type.getSort()) {
            case Type.VOID -> {}
            case Type.OBJECT, Type.ARRAY -> to.visitInsn(Opcodes.ACONST_NULL);
            case Type.LONG -> to.visitLdcInsn((long) value);
            default -> to.visitLdcInsn(value);
        }
    }

    /** Something is done before anything else. */
    public static Patch first(Call begin) {
        return new Patch() {
            @Override
            MethodVisitor on(MethodVisitor next) {
                return new MethodVisitor(Opcodes.ASM9, next) {
                    @Override
                    public void visitCode() {
                        super.visitCode();
                        noteApplied();
                        begin.write(mv, () -> {});
                    }
                };
            }
        };
    }
}
