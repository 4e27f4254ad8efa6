package org.ifnet.core.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.ifnet.driver.IfnetDriver;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.jspecify.annotations.Nullable;

/**
 * Drivers come and go as services: each has a {@link DriverEntry}, and what is said here of its coming and going may be
 * said by several threads at once and in the wrong order. When {@link #unregistering} returns, no thread of the platform
 * is in the driver and none will be; from a netisr or from inside the driver it returns at once, and then only stop and
 * detach still reach the driver.
 */
public final class Whiteboard {
    /** A registration seen this many others late would be taken for a new one: more than can be on their way at once. */
    private static final int REMEMBERED = 1024;

    private final Parts parts;
    private final Lifecycle lifecycle;
    private final Control control;
    private final Map<Long, DriverEntry> entries = new ConcurrentHashMap<>();
    private final EnvLock lock;
    /** Who has left, so that a registration that is seen too late begins nothing. Numbers, which keep nothing alive. */
    private final Map<Long, Boolean> gone = new LinkedHashMap<>();

    private volatile boolean closed;

    Whiteboard(Parts parts, Lifecycle lifecycle, Control control) {
        this.parts = parts;
        this.lifecycle = lifecycle;
        this.control = control;
        lock = parts.env().lock("whiteboard", Env.Rank.LEAF);
        lifecycle.onNameFreed(this::nameFreed);
    }

    /**
     * A driver is there. Attaches it before it returns, except from a netisr; what goes wrong is logged. Again for the
     * same number: no effect.
     *
     * @param id the number of the registration, never used twice
     * @param name the interface's name
     * @param get the driver, or null when it has gone already; called with no lock held, once for each time it is bound
     * @param unget the counterpart of each {@code get} that gave one
     */
    public void registered(long id, @Nullable String name, Supplier<@Nullable IfnetDriver> get, Runnable unget) {
        DriverEntry fresh = new DriverEntry(parts, lifecycle, name, get, unget);
        if (closed || entries.putIfAbsent(id, fresh) != null) {
            return;
        }
        if (closed || isGone(id)) {
            entries.remove(id, fresh);
            return;
        }
        run(fresh);
    }

    private void run(DriverEntry entry) {
        if (lifecycle.mustNotWait()) {
            parts.workers().post(entry::attach);
        } else {
            entry.attach();
        }
    }

    /** The driver wants another name: an attached interface is renamed, another attach is tried. */
    public void modified(long id, @Nullable String name) {
        DriverEntry entry = entries.get(id);
        if (entry != null) {
            parts.workers().post(() -> entry.rename(name, control));
        }
    }

    /** The driver goes: see the class. */
    public void unregistering(long id) {
        remember(id);
        DriverEntry entry = entries.remove(id);
        if (entry != null) {
            entry.leave();
        }
    }

    private void remember(long id) {
        lock.lock();
        try {
            gone.put(id, true);
            if (gone.size() > REMEMBERED) {
                gone.remove(gone.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isGone(long id) {
        lock.lock();
        try {
            return gone.containsKey(id);
        } finally {
            lock.unlock();
        }
    }

    private void nameFreed(String name) {
        for (DriverEntry entry : entries.values()) {
            if (entry.waitsFor(name)) {
                parts.workers().post(entry::attach);
            }
        }
    }

    /** Lets all drivers go, the youngest first, and takes no more. The caller keeps saying who leaves until it returns. */
    public void close() {
        closed = true;
        var ids = new ArrayList<>(entries.keySet());
        ids.sort((a, b) -> Long.compare(b, a));
        for (Long id : ids) {
            DriverEntry entry = entries.get(id);
            if (entry != null) {
                entry.leave();
            }
        }
    }
}
