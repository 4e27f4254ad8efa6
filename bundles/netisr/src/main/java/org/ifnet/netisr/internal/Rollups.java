package org.ifnet.netisr.internal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicReference;

import org.ifnet.netisr.DriverGuard.RoleRevoked;

/** What every netisr runs at the end of each batch, higher priority first; changed by replacing the array. */
final class Rollups {
    private record Entry(int priority, Runnable body) {}

    private final AtomicReference<Entry[]> entries = new AtomicReference<>(new Entry[0]);

    /** Adds a body behind those of the same priority; returns what takes it away again. */
    Runnable add(int priority, Runnable body) {
        Entry entry = new Entry(priority, body);
        entries.updateAndGet(before -> {
            Entry[] after = Arrays.copyOf(before, before.length + 1);
            after[before.length] = entry;
            Arrays.sort(after, Comparator.comparingInt(e -> -e.priority));
            return after;
        });
        return () -> entries.updateAndGet(
                before -> Arrays.stream(before).filter(e -> e != entry).toArray(Entry[]::new));
    }

    void run(Carrier me, Faults faults) {
        for (Entry entry : entries.get()) {
            try {
                entry.body.run();
            } catch (RoleRevoked e) {
                throw e;
            } catch (Throwable t) {
                faults.note("roll-up of priority " + entry.priority, t);
            }
        }
        me.checkRevoked();
    }
}
