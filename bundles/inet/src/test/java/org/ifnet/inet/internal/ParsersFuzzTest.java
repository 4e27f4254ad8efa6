package org.ifnet.inet.internal;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Bytes that somebody made up do no harm: nothing is thrown and no packet is lost. Usually what is in the tree is
 * replayed; with the profile {@code fuzz} one of the methods looks for more.
 */
class ParsersFuzzTest {
    private static final int OWN = 0xc0000201;
    private static final int ALL_HOSTS = 0xe0000001;

    @FuzzTest
    void arp(byte[] data) {
        try (Fuzzed net = new Fuzzed()) {
            net.arp(data);
        }
    }

    @FuzzTest
    void ipv4(byte[] data) {
        try (Fuzzed net = new Fuzzed()) {
            net.packets(data);
        }
    }

    @FuzzTest
    void icmp(byte[] data) {
        try (Fuzzed net = new Fuzzed()) {
            net.payload(1, OWN, data);
        }
    }

    @FuzzTest
    void igmp(byte[] data) {
        try (Fuzzed net = new Fuzzed()) {
            net.payload(2, ALL_HOSTS, data);
        }
    }
}
