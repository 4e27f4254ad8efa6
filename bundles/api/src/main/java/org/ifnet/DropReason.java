package org.ifnet;

/** Why a packet was dropped: exactly one reason a packet. The text is what commands and metrics show. */
public enum DropReason {
    RUNT("shorter than its link header"),
    TOO_BIG("longer than the interface takes"),
    IF_DOWN("interface is down"),
    NOT_OURS("addressed to another station"),
    OWN_ECHO("our own frame came back"),
    MONITOR("interface only monitors"),
    HOOK("refused by a hook"),
    FAULT("a hook or a protocol failed on it"),
    NO_PROTO("no protocol for it"),
    BAD_HEADER("malformed protocol header"),
    BAD_CHECKSUM("wrong checksum"),
    BAD_SOURCE("impossible source address"),
    NOT_FORWARDING("not for us and forwarding is off"),
    TTL("time to live exceeded"),
    NO_ROUTE("no route"),
    REJECT_ROUTE("reject or blackhole route"),
    UNRESOLVED("link-level address not resolved"),
    CANT_FRAG("too big and must not be fragmented"),
    FRAGMENT("impossible or overlapping fragment"),
    FRAG_LIMIT("too many fragments wait"),
    FRAG_TIMEOUT("the other fragments did not come"),
    UNSUPPORTED("not supported"),
    NO_MBUF("out of packet memory"),
    MAILBOX_FULL("netisr mailbox full"),
    QUEUE_FULL("transmit queue full"),
    EARLY("dropped early by queue management"),
    NO_CLASS("no class of the queue for it"),
    PURGED("transmit queue purged"),
    NO_DRIVER("no driver is bound"),
    DRIVER_ERROR("driver could not send it"),
    ABANDONED("left in a driver that did not return"),
    DETACHED("interface is gone"),
    RATE_LIMIT("over the rate limit"),
    RECEIVER_FULL("too many wait for their receiver");

    private final String text;

    DropReason(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
