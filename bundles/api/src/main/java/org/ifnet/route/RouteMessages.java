package org.ifnet.route;

import org.ifnet.Registration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The routing socket: a service. Each listener has a thread and a queue of its own, so that a slow one delays nobody. Of one
 * interface, address, group or route only the latest is queued; when more than {@code limit} wait, all are dropped and
 * the listener is told everything anew ({@link RouteMessage.Overflow}), so that it always ends with the exact state.
 */
@ProviderType
public interface RouteMessages {
    int USUAL_LIMIT = 4096;

    /** With {@link #USUAL_LIMIT}. */
    default Registration listen(RouteMessageListener listener) {
        return listen(USUAL_LIMIT, listener);
    }

    /**
     * Begins with {@link RouteMessage.Overflow}, all that there is, and {@link RouteMessage.Synced}. Any thread.
     *
     * @param limit messages that wait at most, 1 or more
     * @return closing it ends the thread as soon as the listener returns; at most one message comes after that
     */
    Registration listen(int limit, RouteMessageListener listener);
}
