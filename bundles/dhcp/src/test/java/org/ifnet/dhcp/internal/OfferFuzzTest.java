package org.ifnet.dhcp.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Bytes that somebody made up are an answer or they are none. Usually what is in the tree is replayed; with the profile
 * {@code fuzz} it looks for more.
 */
class OfferFuzzTest {
    @FuzzTest
    void offer(byte[] data) {
        Offer offer = Offer.parse(data, 7, 0x0200_0000_0077L);
        if (offer != null && offer.type() != Message.NAK) {
            assertTrue(offer.lease() > 0 && offer.prefixLength() >= 0 && offer.prefixLength() <= 32, offer::toString);
        }
    }
}
