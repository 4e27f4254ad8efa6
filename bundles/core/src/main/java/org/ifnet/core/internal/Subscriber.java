package org.ifnet.core.internal;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.IfnetEvent;
import org.ifnet.IfnetListener;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listener, and which calls to it have not ended. */
final class Subscriber {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);

    private final Parts parts;
    private final EnvLock lock;
    private final List<CoreIfnet> inside = new ArrayList<>();
    /** Null when closed, so that an interface that still lists it keeps no class alive. */
    private @Nullable IfnetListener listener;

    Subscriber(Parts parts, IfnetListener listener) {
        this.parts = parts;
        this.listener = listener;
        lock = parts.env().lock("listener", Env.Rank.EVENTS);
    }

    /** Under the interface's control lock. False when the listener has gone. */
    boolean deliver(IfnetEvent event) {
        CoreIfnet ifnet = (CoreIfnet) event.ifnet();
        IfnetListener to = enter(ifnet);
        if (to == null) {
            return false;
        }
        try {
            to.event(event);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            LOG.error("{}: a listener failed on {}", ifnet.name(), event, e);
        } finally {
            leave(ifnet);
        }
        return true;
    }

    private @Nullable IfnetListener enter(CoreIfnet ifnet) {
        lock.lock();
        try {
            if (listener != null) {
                inside.add(ifnet);
            }
            return listener;
        } finally {
            lock.unlock();
        }
    }

    private void leave(CoreIfnet ifnet) {
        lock.lock();
        try {
            inside.remove(ifnet);
            lock.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns when no call is left but those below which the caller itself runs: it holds that interface's lock. */
    void close() {
        Deadline deadline = parts.deadline();
        lock.lock();
        try {
            listener = null;
            while (inside.stream().anyMatch(ifnet -> !ifnet.control().isHeldByCaller())) {
                if (deadline.isOver()) {
                    LOG.warn("a listener was closed while it is still busy with an event");
                    return;
                }
                lock.await(deadline.remaining());
            }
        } finally {
            lock.unlock();
        }
    }
}
