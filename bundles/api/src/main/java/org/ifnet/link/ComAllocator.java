package org.ifnet.link;

import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What every interface of one type has in common, made before anything else of the interface (if_register_com_alloc,
 * reference 1.16): a service, one for each {@link IfType}. A second one of a type is refused in the log and counts when the
 * first has gone. Interfaces that were there before their allocator have none.
 */
@ConsumerType
public interface ComAllocator {
    /** Service property, String: the name of the {@link IfType}. */
    String TYPE = "ifnet.type";

    IfType type();

    /**
     * Makes what the interface carries as {@link Ifnet#l2com}. Its name, type and link-level address are known; nobody finds
     * it yet. Control thread; must not block.
     *
     * @return null when there is no memory or the like: then attach fails with ENOMEM and leaves nothing
     */
    @Nullable
    Object allocate(Ifnet ifnet);

    /** The interface has gone, or this allocator goes; no netisr uses {@code com} any more. Once for each that {@link
     * #allocate} made. Control thread. */
    void free(Ifnet ifnet, Object com);
}
