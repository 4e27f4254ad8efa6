package org.ifnet.link;

import org.ifnet.Ifnet;
import org.ifnet.mbuf.Mbuf;
import org.osgi.annotation.versioning.ConsumerType;

/** Looks at frames on their way to the queue, link header first. Any thread; never blocks. */
@ConsumerType
@FunctionalInterface
public interface OutputHook {
    /** True to pass the frame on; false when the hook consumed it and now owns it, or freed it. A hook
     * that throws must not have given the frame away: it is freed and counted as {@link org.ifnet.DropReason#FAULT}, and the
     * frames behind it go on. */
    boolean output(Ifnet ifnet, Mbuf frame);
}
