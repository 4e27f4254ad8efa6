package org.ifnet.netisr.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.ifnet.netisr.Published;
import org.jspecify.annotations.Nullable;

/** A field and the VarHandle to it. */
final class RealPublished<T extends @Nullable Object> implements Published<T> {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(RealPublished.class, "value", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Not volatile: every access says its order. */
    private T value;

    RealPublished(T initial) {
        value = initial;
        // Who gets the cell itself through a race must not find it empty.
        VarHandle.releaseFence();
    }

    @Override
    @SuppressWarnings("unchecked")
    public T getAcquire() {
        return (T) VALUE.getAcquire(this);
    }

    @Override
    @SuppressWarnings("unchecked")
    public T getVolatile() {
        return (T) VALUE.getVolatile(this);
    }

    @Override
    public void setRelease(T to) {
        VALUE.setRelease(this, to);
    }

    @Override
    public void setVolatile(T to) {
        VALUE.setVolatile(this, to);
    }

    @Override
    public boolean compareAndSet(T expected, T to) {
        return VALUE.compareAndSet(this, expected, to);
    }
}
