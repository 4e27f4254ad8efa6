package org.ifnet.inet6.internal;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Bytes that somebody made up do no harm: nothing is thrown and no packet is lost. Usually what is in the tree is
 * replayed; with the profile {@code fuzz} one of the methods looks for more.
 */
class ParsersFuzzTest {
    @FuzzTest
    void router(byte[] data) {
        try (Fuzzed net = new Fuzzed(true)) {
            net.packets(data);
        }
    }

    @FuzzTest
    void host(byte[] data) {
        try (Fuzzed net = new Fuzzed(false)) {
            net.packets(data);
        }
    }

    /** Neighbours, routers, redirects, errors. */
    @FuzzTest
    void icmp6(byte[] data) {
        try (Fuzzed net = new Fuzzed(false)) {
            net.icmp("2001:db8::1", 255, data);
        }
    }

    @FuzzTest
    void mld(byte[] data) {
        try (Fuzzed net = new Fuzzed(false)) {
            net.icmp("ff02::1", 1, data);
        }
    }
}
