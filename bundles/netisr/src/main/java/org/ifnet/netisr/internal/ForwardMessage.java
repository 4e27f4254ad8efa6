package org.ifnet.netisr.internal;

import java.util.concurrent.atomic.AtomicBoolean;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.netisr.DriverGuard.RoleRevoked;
import org.ifnet.netisr.Netisr.Reply;
import org.jspecify.annotations.Nullable;

/**
 * A control message that goes from port to port and comes back as a reply. It belongs to the port that it lies at: sent
 * on, it is not touched any more, because the next port may be through with it already.
 */
final class ForwardMessage extends Message {
    private final Port[] way;
    private final Runnable body;
    private final Port replyPort;
    private final Reply reply;
    private final AtomicBoolean over = new AtomicBoolean();
    private int at;

    ForwardMessage(Port[] way, Runnable body, Port replyPort, Reply reply) {
        super(body);
        this.way = way;
        this.body = body;
        this.replyPort = replyPort;
        this.reply = reply;
    }

    void send() {
        way[0].send(this);
    }

    @Override
    public boolean run() {
        try {
            body.run();
        } catch (RoleRevoked e) {
            abandoned();
            throw e;
        } catch (Throwable t) {
            end(t);
            return false;
        }
        if (over.get()) {
            return false;
        }
        at++;
        if (at == way.length) {
            end(null);
        } else {
            way[at].send(this);
        }
        return false;
    }

    @Override
    public void abandoned() {
        end(new IfnetException(Errno.EIO, "a netisr was lost in a driver"));
    }

    @Override
    void discarded() {
        end(CallMessage.closed());
    }

    private void end(@Nullable Throwable failure) {
        if (over.compareAndSet(false, true)) {
            replyPort.send(new Answer(() -> reply.replied(failure)));
        }
    }

    /** The reply on its way. Whoever waits for it is not left waiting because a port has closed. */
    private static final class Answer extends Message {
        private final Runnable body;

        Answer(Runnable body) {
            super(body);
            this.body = body;
        }

        @Override
        void discarded() {
            body.run();
        }
    }

    @Override
    public String toString() {
        return "forwarded " + super.toString();
    }
}
