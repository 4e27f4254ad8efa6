package org.ifnet.control;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.QueueChoice;
import org.ifnet.ifq.Regulator;
import org.ifnet.ifq.SubqueueMap;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Changes the transmit queues of interfaces; under the rules of {@link IfnetControl}. What happens to packets is told by
 * {@link org.ifnet.ifq.Ifq}, whose errors are passed on.
 */
@ProviderType
public interface IfqControl {
    /** What was chosen of the queue of this interface. Any thread. */
    QueueChoice choice(Ifnet ifnet) throws IfnetException;

    /**
     * Limits each subqueue. EINVAL for negative numbers.
     *
     * @param packets 0 for as many as the platform gives
     * @param bytes 0 for as many of the longest frames
     */
    void setLimit(Credential who, Ifnet ifnet, int packets, long bytes) throws IfnetException;

    void setMap(Credential who, Ifnet ifnet, SubqueueMap map) throws IfnetException;

    /** EINVAL for a subqueue or netisr that does not exist. */
    void setOwner(Credential who, Ifnet ifnet, int subqueue, int cpu) throws IfnetException;

    /** Drops what waits; how many packets that was. */
    int purge(Credential who, Ifnet ifnet) throws IfnetException;

    void attachDiscipline(Credential who, Ifnet ifnet, DisciplineSpec spec) throws IfnetException;

    /** Attaches what {@code change} makes of what is attached; others cannot change it in between. ENOENT without a discipline. */
    void changeDiscipline(Credential who, Ifnet ifnet, Change change) throws IfnetException;

    /** A new specification made of an old one. */
    @FunctionalInterface
    interface Change {
        /** Must not call control operations. */
        DisciplineSpec of(DisciplineSpec old) throws IfnetException;
    }

    void detachDiscipline(Credential who, Ifnet ifnet) throws IfnetException;

    void enableDiscipline(Credential who, Ifnet ifnet) throws IfnetException;

    void disableDiscipline(Credential who, Ifnet ifnet) throws IfnetException;

    /** Null takes the regulator away. EINVAL for a bandwidth or depth out of range. */
    void setRegulator(Credential who, Ifnet ifnet, @Nullable Regulator regulator) throws IfnetException;

    /** Chooses all at once; a discipline whose service is not there decides as soon as it comes. */
    void choose(Credential who, Ifnet ifnet, QueueChoice choice) throws IfnetException;
}
