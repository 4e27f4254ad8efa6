package org.ifnet.benchmark.scale;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** Bytes in use at a moment. */
record Memory(long heap, long outside) {
    /** After everything that is dead was collected. */
    static Memory now() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return new Memory(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), direct);
    }

    double heapEach(Memory before, int interfaces) {
        return (double) (heap - before.heap) / interfaces;
    }

    double outsideEach(Memory before, int interfaces) {
        return (double) (outside - before.outside) / interfaces;
    }
}
