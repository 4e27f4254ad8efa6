package org.ifnet.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final long SECOND = 1_000_000_000;

    private final Faults faults = new Faults();

    @Test
    void eightInARowAreTooMany() {
        for (int i = 1; i < Faults.IN_A_ROW; i++) {
            assertFalse(faults.fault(i * SECOND));
        }
        faults.good();
        for (int i = 1; i < Faults.IN_A_ROW; i++) {
            assertFalse(faults.fault((100 + i) * SECOND));
        }
        assertTrue(faults.fault(200 * SECOND));
        assertEquals(15, faults.total());
    }

    @Test
    void sixteenInASecondAreTooManyThoughOthersGoWell() {
        // The clock may begin anywhere, and pass the end of the number range.
        long start = Long.MAX_VALUE - SECOND / 2;
        for (int i = 0; i < 15; i++) {
            assertFalse(faults.fault(start + i * SECOND / 16));
            faults.good();
        }
        assertTrue(faults.fault(start + SECOND));
    }

    @Test
    void sixteenInMoreThanASecondAreNot() {
        for (int i = 0; i < 100; i++) {
            assertFalse(faults.fault(i * SECOND / 14));
            faults.good();
        }
    }
}
