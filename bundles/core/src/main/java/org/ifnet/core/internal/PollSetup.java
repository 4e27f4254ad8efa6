package org.ifnet.core.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.ifnet.driver.Ifpoll;
import org.ifnet.ifq.Subqueue;
import org.jspecify.annotations.Nullable;

/** The handlers of one binding, from the driver's polling until they are taken away again. Filled once, by the driver. */
final class PollSetup implements Ifpoll {
    private final ReceiveBatches batches;
    private final Binding binding;
    private final List<PollHandler> status = new ArrayList<>();
    private final List<List<PollHandler>> rx = new ArrayList<>();
    private final List<List<PollHandler>> tx = new ArrayList<>();
    private volatile boolean sealed;
    /** Set once by whoever takes the handlers away. */
    private final AtomicReference<@Nullable PollErrand> removal = new AtomicReference<>();

    PollSetup(ReceiveBatches batches, Binding binding, int cpus) {
        this.batches = batches;
        this.binding = binding;
        for (int cpu = 0; cpu < cpus; cpu++) {
            rx.add(new ArrayList<>());
            tx.add(new ArrayList<>());
        }
    }

    Binding binding() {
        return binding;
    }

    List<PollHandler> status() {
        return status;
    }

    List<PollHandler> rx(int cpu) {
        return rx.get(cpu);
    }

    List<PollHandler> tx(int cpu) {
        return tx.get(cpu);
    }

    /** The driver has had its time. */
    void seal() {
        sealed = true;
    }

    /** True for whoever is to take the handlers away, with that errand. */
    boolean withdraw(PollErrand errand) {
        return removal.compareAndSet(null, errand);
    }

    /** The handlers are wanted no more. */
    boolean isWithdrawn() {
        return removal.get() != null;
    }

    /** After the handlers were taken away: they are wanted again. */
    void reopen() {
        removal.set(null);
    }

    /** Waits until no netisr knows the handlers any more; false when the time was over before. */
    boolean awaitRemoved(Deadline deadline) {
        PollErrand errand = removal.get();
        return errand == null || errand.await(deadline);
    }

    @Override
    public int cpus() {
        return rx.size();
    }

    @Override
    public void status(Runnable handler) {
        status.add(new PollHandler(open(), binding.turns().pollerOfStatus(), budget -> handler.run()));
    }

    @Override
    public void rx(int cpu, Rx handler) {
        rx.get(checked(cpu)).add(new RxHandler(open(), binding.turns().pollerOfSource(cpu), batches, cpu, handler));
    }

    @Override
    public void tx(int cpu, Subqueue queue, Tx handler) {
        if (!(queue instanceof BoundQueue own) || !own.isOf(binding)) {
            throw new IllegalArgumentException(
                    "not a subqueue of " + binding.ifnet().name());
        }
        tx.get(checked(cpu)).add(new PollHandler(open(), binding.turns().pollerOfQueue(own.index()), handler::poll));
    }

    private PollSetup open() {
        if (sealed) {
            throw new IllegalStateException("handlers of " + binding.ifnet().name() + " named too late");
        }
        return this;
    }

    private int checked(int cpu) {
        if (cpu < 0 || cpu >= rx.size()) {
            throw new IllegalArgumentException("cpu " + cpu + " of " + rx.size());
        }
        return cpu;
    }
}
