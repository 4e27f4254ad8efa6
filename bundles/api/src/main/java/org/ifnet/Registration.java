package org.ifnet;

/** Something that was added and can be taken away again. Closing twice is the same as closing once. */
public interface Registration extends AutoCloseable {
    /** When it returns, what was registered is not called any more, except by a call that is this thread's own caller. */
    @Override
    void close();
}
