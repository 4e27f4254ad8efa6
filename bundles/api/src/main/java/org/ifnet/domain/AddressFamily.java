package org.ifnet.domain;

/** Address families by their BSD numbers. */
public final class AddressFamily {
    public static final int INET = 2;
    public static final int LINK = 18;
    public static final int INET6 = 28;

    private AddressFamily() {}
}
