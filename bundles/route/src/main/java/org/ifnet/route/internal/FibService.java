package org.ifnet.route.internal;

import org.ifnet.route.Fib;
import org.ifnet.route.NextHop;
import org.jspecify.annotations.Nullable;

/** Look-ups of packets. */
final class FibService implements Fib {
    private final RouteTable table;

    FibService(RouteTable table) {
        this.table = table;
    }

    @Override
    public @Nullable NextHop lookup4(int destination) {
        RouteTable.Way way = table.way4(destination);
        return way == null ? null : way.hop();
    }

    @Override
    public @Nullable NextHop lookup6(long hi, long lo) {
        RouteTable.Way way = table.way6(hi, lo);
        return way == null ? null : way.hop();
    }
}
