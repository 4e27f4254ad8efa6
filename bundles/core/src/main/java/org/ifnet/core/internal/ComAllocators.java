package org.ifnet.core.internal;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.ifnet.Errno;
import org.ifnet.IfType;
import org.ifnet.IfnetException;
import org.ifnet.link.ComAllocator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What makes the common part of every interface of a type, and what was made (reference 1.16). */
final class ComAllocators {
    private static final Logger LOG = LoggerFactory.getLogger(ComAllocators.class);

    private final Quiescence quiescence;
    private final Supplier<List<CoreIfnet>> interfaces;
    private final AtomicReference<ComAllocator[]> registered = new AtomicReference<>(new ComAllocator[0]);

    /** What an interface has, and who takes it back: not always the one that would make it now. */
    record Com(ComAllocator maker, Object data) {}

    ComAllocators(Quiescence quiescence, Supplier<List<CoreIfnet>> interfaces) {
        this.quiescence = quiescence;
        this.interfaces = interfaces;
    }

    /** The first of its type counts; another one waits for that to go. */
    void add(ComAllocator allocator) {
        ComAllocator[] before = registered.getAndUpdate(old -> Snapshot.with(old, allocator));
        ComAllocator first = find(before, allocator.type());
        if (first != null) {
            LOG.error(
                    "com allocator {} refused: type {} has {}",
                    allocator.getClass().getName(),
                    allocator.type(),
                    first.getClass().getName());
        }
    }

    /** When it returns the allocator is called no more, and nothing of what it made is left. */
    void remove(ComAllocator allocator) {
        registered.updateAndGet(old -> Snapshot.without(old, allocator));
        List<CoreIfnet> all = interfaces.get();
        boolean any = false;
        for (CoreIfnet ifnet : all) {
            Com com = ifnet.com();
            if (com != null && com.maker == allocator) {
                any = true;
                ifnet.hideCom();
            }
        }
        if (any) {
            quiescence.await();
        }
        for (CoreIfnet ifnet : all) {
            ifnet.locked(() -> {
                Com com = ifnet.com();
                if (com != null && com.maker == allocator) {
                    free(ifnet);
                }
            });
        }
    }

    /** Under the control lock, before the interface has anything else. */
    void allocate(CoreIfnet ifnet) throws IfnetException {
        ComAllocator maker = find(registered.get(), ifnet.type());
        if (maker == null) {
            return;
        }
        Object made = null;
        try {
            made = maker.allocate(ifnet);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            LOG.error("{}: com allocator of type {} failed", ifnet.name(), ifnet.type(), e);
        }
        if (made == null) {
            throw new IfnetException(
                    Errno.ENOMEM, ifnet.name() + ": nothing was allocated for an interface of type " + ifnet.type());
        }
        ifnet.com(new Com(maker, made));
    }

    /** Under the control lock, when nobody uses the interface any more. */
    void free(CoreIfnet ifnet) {
        Com com = ifnet.com();
        if (com == null) {
            return;
        }
        ifnet.com(null);
        try {
            com.maker.free(ifnet, com.data);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            LOG.error("{}: com allocator of type {} failed to free", ifnet.name(), ifnet.type(), e);
        }
    }

    private static @Nullable ComAllocator find(ComAllocator[] all, IfType type) {
        for (ComAllocator allocator : all) {
            if (allocator.type() == type) {
                return allocator;
            }
        }
        return null;
    }
}
