package org.ifnet.cloner;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Is told which kinds of pseudo-interface can be made (reference 2, if_clone_event at cloner attach). What is made of them,
 * {@link org.ifnet.IfnetListener} hears.
 */
@ConsumerType
@FunctionalInterface
public interface ClonerListener {
    /** Interfaces of that prefix can be created; those that always exist are there. Any thread, no lock held. */
    void arrived(String prefix);

    /** They cannot be created any more; those that were are gone. Any thread, no lock held. */
    default void departed(String prefix) {}
}
