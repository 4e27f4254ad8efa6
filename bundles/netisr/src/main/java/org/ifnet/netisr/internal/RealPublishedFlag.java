package org.ifnet.netisr.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.ifnet.netisr.PublishedFlag;

/** A field that is no reference: collectors have a price for storing those, which a lock would pay twice. */
final class RealPublishedFlag implements PublishedFlag {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(RealPublishedFlag.class, "value", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Not volatile: every access says its order. */
    private int value;

    @Override
    public boolean getVolatile() {
        return (int) VALUE.getVolatile(this) != 0;
    }

    @Override
    public boolean trySet() {
        return VALUE.compareAndSet(this, 0, 1);
    }

    @Override
    public void clearRelease() {
        VALUE.setRelease(this, 0);
    }
}
