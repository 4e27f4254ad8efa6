package org.ifnet.route;

/**
 * What is known of the way behind a route, as somebody said it (route(8), the modifiers {@code -mtu} and {@code -lock}).
 *
 * @param mtu the longest packet in bytes, 72 for IPv4 and 1280 for IPv6 up to 65,535; 0: what the interface takes. Never
 *     more than that
 * @param locked the MTU stays as it is whatever routers on the way say (path MTU discovery)
 */
public record RouteMetrics(int mtu, boolean locked) {
    /** Nothing was said. */
    public static final RouteMetrics NONE = new RouteMetrics(0, false);
}
