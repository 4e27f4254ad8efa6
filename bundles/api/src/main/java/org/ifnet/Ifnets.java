package org.ifnet;

import java.util.List;

import org.ifnet.driver.IfnetDriver;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** The table of interfaces: a service. Look-ups are free of locks and may come from any thread. */
@ProviderType
public interface Ifnets {
    /** The attached interface of that name, or null. */
    @Nullable
    Ifnet byName(String name);

    /** The attached interface of that name; ENXIO "interface X does not exist" otherwise. */
    default Ifnet require(String name) throws IfnetException {
        Ifnet found = byName(name);
        if (found == null) {
            throw IfnetException.noSuchInterface(name);
        }
        return found;
    }

    /** The attached interface with that index, or null. */
    @Nullable
    Ifnet byIndex(int index);

    /** The interface that a packet or an application remembers; null when it is gone, even if the index lives again. */
    @Nullable
    Ifnet byHandle(int handle);

    /** The first attached interface with that link-level address, in order of attach, or null (if_bylla). Looks at all of
     * them. */
    default @Nullable Ifnet byLladdr(MacAddress lladdr) {
        for (Ifnet ifnet : list()) {
            if (lladdr.equals(ifnet.lladdr())) {
                return ifnet;
            }
        }
        return null;
    }

    /**
     * The link-level address of the first Ethernet interface, from which identifiers of this node are made
     * (if_getanyethermac, reference 1.6).
     *
     * @param minLength bytes that it must have at least; Ethernet has 6
     * @throws IfnetException ENOENT when there is none
     */
    default MacAddress anyEtherMac(int minLength) throws IfnetException {
        for (Ifnet ifnet : list()) {
            MacAddress lladdr = ifnet.lladdr();
            if (ifnet.type() == IfType.ETHER && lladdr != null && minLength <= MacAddress.LENGTH) {
                return lladdr;
            }
        }
        throw new IfnetException(Errno.ENOENT, "no Ethernet interface with an address of " + minLength + " bytes");
    }

    /** All attached interfaces in order of attach; the list does not change. */
    List<Ifnet> list();

    /**
     * Adds a listener.
     *
     * @param replay whether it first gets an {@link IfnetEvent.Attached} for every interface that is there, without a
     *     gap and without a double
     */
    Registration listen(IfnetListener listener, boolean replay);

    /**
     * Attaches a driver that is not a service: the door for cloners. Blocks until the interface is announced. Not on a
     * netisr.
     *
     * @throws IfnetException EEXIST name taken, EINVAL or ENAMETOOLONG bad name, EIO driver failed, or the driver's own
     */
    default Attachment attach(String name, IfnetDriver driver) throws IfnetException {
        return attach(name, driver, null);
    }

    /** The same; the interface belongs to a group from the start, beside the group of all: cloners give their prefix. */
    Attachment attach(String name, IfnetDriver driver, @Nullable String group) throws IfnetException;

    /**
     * Detaches many, each as {@link Attachment#detach} does and with the same events in the same order; but they wait for
     * the netisrs together, so that a thousand take little more time than their drivers do. A driver that does not return
     * costs the others nothing. Any thread on which a single detach may be called, with the same meaning.
     *
     * @param attachments in the order in which they are announced as detaching; those that are gone already have no effect
     */
    default void detachAll(List<? extends Attachment> attachments) {
        attachments.forEach(Attachment::detach);
    }

    /** A driver that was attached by hand. */
    @ProviderType
    interface Attachment {
        Ifnet ifnet();

        /**
         * Detaches the interface: when it returns no thread of the platform is in the driver, and none will be. From a
         * netisr, a listener or the driver's own callback the gate closes at once and the rest is posted: of the driver
         * only stop, if it was initialised, and detach are called after the return. Again: no effect.
         */
        void detach();
    }
}
