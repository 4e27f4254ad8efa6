package org.ifnet.ifq;

import java.util.List;

import org.ifnet.IfnetException;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The transmit queue of one interface (reference 1.18, 1.19, 3). Senders use the dispatch methods, everybody may read; the
 * rest is core's.
 */
@ProviderType
public interface Ifq {
    /** The number of subqueues, 1 or more. */
    int count();

    Subqueue subqueue(int index);

    /** Enqueues one frame. Consumes it in any case. Any thread; never calls the driver itself. 0, or ENOBUFS and so on. */
    int dispatch(Mbuf m);

    /** Enqueues frames: split stably by subqueue, one lock a subqueue. Consumes all, leaves the batch empty, and returns
     * how many were accepted. */
    int dispatch(MbufBatch batch);

    /** Drops everything that waits, counted as PURGED; how many packets that was. */
    int purge();

    /** The limit of each subqueue in packets, 1 or more. */
    int maxLength();

    /** Sets {@link #maxLength}, and {@link #maxBytes} to as many of the longest frames. */
    void maxLength(int packets);

    /** The limit of each subqueue in bytes. */
    long maxBytes();

    /** 1 or more. */
    void maxBytes(long bytes);

    /** The discipline that was attached, enabled or not; null when it is the classic queue. */
    @Nullable
    DisciplineSpec discipline();

    /** Whether {@link #discipline} decides now: enabled, and its service is there. */
    boolean isDisciplineActive();

    boolean isDisciplineEnabled();

    /**
     * Attaches a discipline (altq_attach, reference 3.4). When one is enabled the new one takes its place at once, and what
     * waits goes on waiting in it: nothing is lost, and nothing overtakes a packet of its own flow and class. Without one
     * it decides nothing until {@link #enableDiscipline}.
     *
     * @throws IfnetException ENXIO when the interface is gone, EINVAL when nobody offers the discipline or it does not like
     *     what it is asked, EOPNOTSUPP with more than 64 subqueues; nothing has changed then
     */
    void attachDiscipline(DisciplineSpec spec) throws IfnetException;

    /** Takes it away. EBUSY while it is enabled; nothing when none is attached. */
    void detachDiscipline() throws IfnetException;

    /** Lets it decide; what waits is handed to it. EINVAL when none is attached, ENXIO when the interface is gone. */
    void enableDiscipline() throws IfnetException;

    /** Back to the classic queue; what waits is handed to that. */
    void disableDiscipline() throws IfnetException;

    /**
     * Attaches and enables what was wanted before, without questions: what cannot be now, because its service is not there,
     * is done as soon as it can. Null takes the discipline away.
     */
    void wantDiscipline(@Nullable DisciplineSpec spec, boolean enabled);

    /** The token bucket, null when there is none. */
    @Nullable
    Regulator regulator();

    /** Sets the token bucket or, with null, removes it: ENOENT when there was none. ENXIO when the interface is gone. */
    void regulate(@Nullable Regulator regulator) throws IfnetException;

    /** The classes of the active discipline in the order of its specification, then what belongs to none; empty for the
     * classic queue. A snapshot that is exact in itself. */
    List<ClassStats> classes();

    /** How packets find their subqueue; {@link SubqueueMap#FLOW} unless somebody says otherwise. */
    SubqueueMap map();

    void map(SubqueueMap map);

    /** The netisr that starts the subqueue. */
    int owner(int subqueue);

    /** Makes that netisr, 0 to {@link org.ifnet.netisr.Netisr#cpus} - 1, the owner: the subqueue is started there from now
     * on. What is scheduled or runs on the old one goes after it. */
    void owner(int subqueue, int cpu);

    /** Whether the driver may be called. True schedules every queue that waits; false stops further starts, what is being
     * started ends on its own (barrier). Core only. */
    void setRunning(boolean running);

    /** Makes up for a start of that subqueue that {@link IfqEngine.Starter#start} refused. Any thread; never blocks. Core
     * only. */
    void startAgain(int subqueue);

    /** No more packets are accepted (dropped as DETACHED), what waits is dropped, nothing is scheduled again. Core only. */
    void close();
}
