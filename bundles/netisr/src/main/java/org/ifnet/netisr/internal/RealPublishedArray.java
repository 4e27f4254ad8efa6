package org.ifnet.netisr.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.ifnet.netisr.PublishedArray;
import org.jspecify.annotations.Nullable;

/** An array and the VarHandle to its elements. */
final class RealPublishedArray<T> implements PublishedArray<T> {
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(Object[].class);

    private final @Nullable Object[] elements;

    RealPublishedArray(int length) {
        elements = new Object[length];
    }

    @Override
    public int length() {
        return elements.length;
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable T getPlain(int index) {
        return (T) elements[index];
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable T getAcquire(int index) {
        return (T) ELEMENT.getAcquire(elements, index);
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable T getVolatile(int index) {
        return (T) ELEMENT.getVolatile(elements, index);
    }

    @Override
    public void setPlain(int index, @Nullable T value) {
        elements[index] = value;
    }

    @Override
    public void setRelease(int index, @Nullable T value) {
        ELEMENT.setRelease(elements, index, value);
    }

    @Override
    public boolean compareAndSet(int index, @Nullable T expected, @Nullable T value) {
        return ELEMENT.compareAndSet(elements, index, expected, value);
    }
}
