package org.ifnet;

/** What is known of the carrier (reference 0.1). */
public enum LinkState {
    UNKNOWN,
    DOWN,
    UP
}
