package org.ifnet.netisr.internal;

/** A control message. */
class Message extends Linked<Message> implements Unit {
    private final Runnable body;

    Message(Runnable body) {
        this.body = body;
    }

    @Override
    public boolean run() {
        body.run();
        return false;
    }

    @Override
    public void abandoned() {}

    @Override
    public void returned() {}

    /** The port ended before the message had its turn. */
    void discarded() {}

    @Override
    public String toString() {
        return "message " + body.getClass().getName();
    }
}
