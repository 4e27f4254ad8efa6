package org.ifnet.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.BooleanSupplier;

import org.ifnet.netisr.internal.RealEnv;
import org.junit.jupiter.api.Test;

class LookoutTest {
    private int spins;
    private boolean quick;
    private final Lookout lookout = new Lookout(new RealEnv() {
        @Override
        public boolean spin(BooleanSupplier done, long nanos) {
            spins++;
            return quick || done.getAsBoolean();
        }
    });

    private int spinsOf(int times) {
        int before = spins;
        for (int i = 0; i < times; i++) {
            lookout.sees(() -> false);
        }
        return spins - before;
    }

    @Test
    void looksOutAgainAndAgainWhileItPays() {
        quick = true;
        assertEquals(100, spinsOf(100));
    }

    @Test
    void looksOutSeldomWhenItIsInVain() {
        int attempts = spinsOf(10_000);
        assertTrue(attempts > 10_000 / 128 && attempts < 100, attempts + " of 10,000");
        assertFalse(lookout.sees(() -> false));
    }

    @Test
    void comesBackWhenItPaysAgain() {
        spinsOf(1000);
        quick = true;
        spinsOf(128);
        assertEquals(100, spinsOf(100));
    }

    @Test
    void seesWhatIsDoneAlreadyWithoutLookingOut() {
        spinsOf(1000);
        int before = spins;
        assertTrue(lookout.sees(() -> true));
        assertTrue(spins - before <= 1);
    }
}
