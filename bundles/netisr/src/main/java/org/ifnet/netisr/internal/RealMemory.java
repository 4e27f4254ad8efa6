package org.ifnet.netisr.internal;

import java.lang.invoke.VarHandle;

import org.ifnet.netisr.EnvMemory;
import org.ifnet.netisr.Published;
import org.ifnet.netisr.PublishedArray;
import org.ifnet.netisr.PublishedFlag;
import org.jspecify.annotations.Nullable;

/** The memory of the machine. */
enum RealMemory implements EnvMemory {
    INSTANCE;

    @Override
    public <T extends @Nullable Object> Published<T> published(T initial) {
        return new RealPublished<>(initial);
    }

    @Override
    public <T> PublishedArray<T> publishedArray(int length) {
        return new RealPublishedArray<>(length);
    }

    @Override
    public PublishedFlag flag() {
        return new RealPublishedFlag();
    }

    @Override
    public void fence() {
        VarHandle.fullFence();
    }
}
