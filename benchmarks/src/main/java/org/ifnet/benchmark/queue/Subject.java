package org.ifnet.benchmark.queue;

/** What is measured, each in a process of its own. */
enum Subject {
    /** Enqueue and dequeue of one packet, one thread. */
    SINGLE(1),
    /** The same 32 at a time. */
    BATCH(32),
    /** One thread to another, packet by packet: our queue, and two that carry references. */
    TWO_IFQ(1),
    TWO_JCTOOLS(1),
    TWO_DISRUPTOR(1),
    /** One thread to another 32 at a time. */
    TWO_IFQ_BATCH(32);

    private final int batch;

    Subject(int batch) {
        this.batch = batch;
    }

    int batch() {
        return batch;
    }
}
