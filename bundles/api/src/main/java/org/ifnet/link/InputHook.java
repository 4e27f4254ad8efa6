package org.ifnet.link;

import org.ifnet.Ifnet;
import org.ifnet.mbuf.Mbuf;
import org.osgi.annotation.versioning.ConsumerType;

/** Looks at received frames, link header first. On a netisr; allocates and blocks never. */
@ConsumerType
@FunctionalInterface
public interface InputHook {
    /** True to pass the frame on; false when the hook consumed it and now owns it, or freed it. A hook
     * that throws must not have given the frame away: it is freed and counted as {@link org.ifnet.DropReason#FAULT}, and the
     * frames behind it go on. */
    boolean input(Ifnet ifnet, Mbuf frame);
}
