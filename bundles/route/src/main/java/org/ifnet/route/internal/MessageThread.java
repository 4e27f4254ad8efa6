package org.ifnet.route.internal;

import java.util.List;
import java.util.function.Supplier;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvThread;
import org.ifnet.route.RouteMessage;
import org.ifnet.route.RouteMessageListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listener with its queue and its thread. */
final class MessageThread {
    private static final Logger LOG = LoggerFactory.getLogger(MessageThread.class);

    private final Env env;
    private final MessageQueue queue;
    private final RouteMessageListener listener;
    private final Supplier<List<RouteMessage>> everything;
    private final EnvThread thread;
    private volatile boolean closed;

    /** @param everything all that there is, in messages; any thread */
    MessageThread(Env env, int limit, RouteMessageListener listener, Supplier<List<RouteMessage>> everything) {
        this.env = env;
        this.listener = listener;
        this.everything = everything;
        queue = new MessageQueue(env, limit);
        thread = env.start("ifnet-route-messages", this::work);
    }

    void offer(RouteMessage message) {
        queue.offer(message);
        thread.unpark();
    }

    private void work() {
        while (!closed) {
            long lost = queue.resync();
            if (lost >= 0) {
                // The queue takes again before the state is read: what changes meanwhile is told afterwards.
                tell(new RouteMessage.Overflow(lost));
                everything.get().forEach(this::tell);
                tell(new RouteMessage.Synced());
            }
            List<RouteMessage> batch = queue.take();
            batch.forEach(this::tell);
            if (batch.isEmpty() && lost < 0) {
                env.park(-1);
            }
        }
    }

    private void tell(RouteMessage message) {
        if (closed) {
            return;
        }
        try {
            listener.message(message);
        } catch (RuntimeException | LinkageError e) {
            LOG.error("listener {} failed", listener, e);
        }
    }

    /** Does not wait: the listener may be slow. */
    void close() {
        closed = true;
        thread.unpark();
    }
}
