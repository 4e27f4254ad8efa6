package org.ifnet.netisr.internal;

/** A POLL job that is scheduled when its descriptor can be read. */
final class SourceJob extends Job {
    private final int fd;

    /** Its place in {@link Sources}, which is also the token of its descriptor; under the lock of Sources. */
    int token = -1;

    SourceJob(Role role, int fd, Body body) {
        super(role, Phase.POLL, body);
        this.fd = fd;
    }

    int fd() {
        return fd;
    }

    @Override
    public void close() {
        super.close();
        role().sources().remove(this);
    }

    /** The descriptor stays readable as long as nobody reads it: watched further, it would keep the role awake. */
    @Override
    public void abandoned() {
        super.abandoned();
        role().sources().suspend(this);
    }

    @Override
    public void returned() {
        super.returned();
        role().sources().resume(this);
    }

    @Override
    public String toString() {
        return "source of descriptor " + fd;
    }
}
