package org.ifnet.ifq.internal;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.ifq.ClassStats;
import org.ifnet.ifq.Discipline;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.DisciplineSpec.FilterSpec;
import org.ifnet.ifq.Regulator;
import org.ifnet.netisr.Callout;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.ifnet.netisr.Netisr;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which discipline and regulator one interface wants, and which {@link Altq} thus decides (reference 3.3, 3.4). Changes are
 * made under one lock of the engine; none of them loses a packet. Any thread but a packet netisr.
 */
final class Attachment {
    private static final Logger LOG = LoggerFactory.getLogger(Attachment.class);

    private final Shop shop;
    private final QueueSpec queue;
    private final TransmitSubqueue[] subqueues;
    private final Callout callout;

    private volatile @Nullable DisciplineSpec spec;
    private volatile boolean enabled;
    private volatile boolean active;
    private volatile @Nullable Regulator regulator;
    private @Nullable TokenBucket bucket;
    private @Nullable Altq current;
    private boolean closed;

    /**
     * What all attachments of an engine share.
     *
     * @param lock under which they change
     * @param epochs see {@link ClassLedgers}
     */
    record Shop(Env env, Netisr netisr, EnvLock lock, Disciplines disciplines, AtomicInteger epochs) {}

    Attachment(Shop shop, QueueSpec queue, TransmitSubqueue[] subqueues) {
        this.shop = shop;
        this.queue = queue;
        this.subqueues = subqueues;
        callout = shop.netisr().callout(subqueues[0].owner(), "altq " + queue.name(), this::wakeUp);
    }

    @Nullable
    DisciplineSpec spec() {
        return spec;
    }

    boolean isEnabled() {
        return enabled;
    }

    boolean isActive() {
        return active;
    }

    @Nullable
    Regulator regulator() {
        return regulator;
    }

    void attach(DisciplineSpec wanted) throws IfnetException {
        checkUsable();
        Altq next = build(wanted, bucket, true);
        spec = wanted;
        if (enabled) {
            exchange(next, true);
        }
    }

    private void checkUsable() throws IfnetException {
        if (closed) {
            throw new IfnetException(Errno.ENXIO, queue.name() + " is gone");
        }
        if (subqueues.length > Long.SIZE) {
            throw new IfnetException(
                    Errno.EOPNOTSUPP,
                    queue.name() + " has " + subqueues.length + " subqueues, disciplines know " + Long.SIZE);
        }
    }

    void detach() throws IfnetException {
        if (enabled) {
            throw new IfnetException(Errno.EBUSY, "discipline of " + queue.name() + " is enabled");
        }
        spec = null;
    }

    void enable() throws IfnetException {
        checkUsable();
        DisciplineSpec wanted = spec;
        if (wanted == null) {
            throw new IfnetException(Errno.EINVAL, queue.name() + " has no discipline to enable");
        }
        if (!enabled || !active) {
            Altq next = build(wanted, bucket, true);
            enabled = true;
            exchange(next, true);
        }
    }

    void disable() throws IfnetException {
        if (enabled) {
            Altq next = fallback(bucket);
            enabled = false;
            exchange(next, false);
        }
    }

    void regulate(@Nullable Regulator wanted) throws IfnetException {
        checkUsable();
        if (wanted == null && regulator == null) {
            throw new IfnetException(Errno.ENOENT, queue.name() + " has no regulator");
        }
        TokenBucket next =
                wanted == null ? null : new TokenBucket(wanted, shop.env().nanoTime());
        Altq altq = active ? build(wantedSpec(), next, false) : fallback(next);
        regulator = wanted;
        bucket = next;
        exchange(altq, active);
    }

    private DisciplineSpec wantedSpec() {
        DisciplineSpec wanted = spec;
        if (wanted == null) {
            throw new IllegalStateException(queue.name() + " is enabled without a discipline");
        }
        return wanted;
    }

    /** Takes what is wanted as it is, to be fulfilled as soon as that is possible. */
    void want(@Nullable DisciplineSpec wanted, boolean on) {
        spec = wanted;
        enabled = on && wanted != null;
        refresh();
    }

    /** Whether a discipline or classifier of that name matters here. */
    boolean names(String name) {
        DisciplineSpec wanted = spec;
        return wanted != null
                && (wanted.discipline().equals(name)
                        || wanted.filters().stream().anyMatch(f -> f.match().equals(name)));
    }

    /** Disciplines or classifiers have come or gone, or limits have changed: what is wanted is made again. */
    void refresh() {
        if (closed) {
            return;
        }
        try {
            Altq next = enabled ? wanted() : null;
            boolean found = next != null;
            exchange(found ? next : fallback(bucket), found);
        } catch (IfnetException e) {
            throw new IllegalStateException(e);
        }
    }

    private @Nullable Altq wanted() {
        DisciplineSpec wanted = wantedSpec();
        if (shop.disciplines().find(wanted.discipline()) == null) {
            return null;
        }
        try {
            checkUsable();
            return build(wanted, bucket, false);
        } catch (IfnetException e) {
            LOG.warn("{}: discipline {} is left out: {}", queue.name(), wanted.discipline(), e.getMessage());
            return null;
        }
    }

    /** The classic queue: nothing, or under a regulator a scheduler that does the same. */
    private @Nullable Altq fallback(@Nullable TokenBucket tokens) throws IfnetException {
        DisciplineSpec classic = DisciplineSpec.of(ClassicDiscipline.NAME);
        return tokens == null ? null : build(new ClassicDiscipline(), classic, tokens, new Filter[0]);
    }

    private Altq build(DisciplineSpec wanted, @Nullable TokenBucket tokens, boolean strict) throws IfnetException {
        Discipline discipline = shop.disciplines().find(wanted.discipline());
        if (discipline == null) {
            throw new IfnetException(Errno.EINVAL, "nobody offers a discipline " + wanted.discipline());
        }
        if (wanted.classes().size() > ClassLedgers.MAX_CLASSES) {
            throw new IfnetException(
                    Errno.ENOMEM, wanted.classes().size() + " classes, there can be " + ClassLedgers.MAX_CLASSES);
        }
        Filter[] filters = new Filter[wanted.filters().size()];
        Classifiers classifiers = strict ? shop.disciplines() : shop.disciplines()::matchIfThere;
        for (int i = 0; i < filters.length; i++) {
            FilterSpec f = wanted.filters().get(i);
            filters[i] = Filter.of(f, wanted.indexOf(f.className()), queue.linkHeader(), classifiers);
        }
        return build(discipline, wanted, tokens, filters);
    }

    private Altq build(Discipline discipline, DisciplineSpec wanted, @Nullable TokenBucket tokens, Filter[] filters)
            throws IfnetException {
        Altq.Parts parts = new Altq.Parts(
                shop.env(), queue, subqueues, callout, shop.epochs().incrementAndGet());
        try {
            return new Altq(parts, discipline, wanted, tokens, filters);
        } catch (RuntimeException | LinkageError e) {
            throw new IfnetException(Errno.EIO, "discipline " + wanted.discipline() + " failed: " + e, e);
        }
    }

    /** From now on {@code next} decides; all waits in it that waited before. Under the locks of all queues at once. */
    private void exchange(@Nullable Altq next, boolean isWanted) {
        active = isWanted;
        Altq before = current;
        if (before == next) {
            return;
        }
        current = next;
        for (TransmitSubqueue q : subqueues) {
            q.lane().beginExchange();
        }
        if (before != null) {
            before.lock();
        }
        for (TransmitSubqueue q : subqueues) {
            q.lane().exchange(next);
        }
        if (before != null) {
            before.unlock();
        }
        boolean[] ready = new boolean[subqueues.length];
        for (int i = subqueues.length - 1; i >= 0; i--) {
            ready[i] = subqueues[i].lane().endExchange();
        }
        for (int i = 0; i < ready.length; i++) {
            if (ready[i]) {
                subqueues[i].startAgain();
            }
        }
    }

    /** The body of the callout: parked queues look again, and what has failed is replaced. */
    private void wakeUp() {
        Throwable trouble = subqueues[0].lane().altqWoke();
        if (trouble != null) {
            shop.netisr().post(Netisr.NETCTL, () -> contain(trouble));
        }
        for (TransmitSubqueue q : subqueues) {
            q.lane().unpark();
        }
    }

    private void contain(Throwable trouble) {
        shop.lock().lock();
        try {
            Altq failed = current;
            if (active && failed != null && failed.trouble() == trouble) {
                LOG.warn(
                        "{}: discipline {} is taken out, it threw",
                        queue.name(),
                        wantedSpec().discipline(),
                        trouble);
                exchange(fallback(bucket), false);
            }
        } catch (IfnetException e) {
            throw new IllegalStateException(e);
        } finally {
            shop.lock().unlock();
        }
    }

    List<ClassStats> classes() {
        return subqueues[0].lane().classes();
    }

    void close() {
        closed = true;
        callout.stop();
    }
}
