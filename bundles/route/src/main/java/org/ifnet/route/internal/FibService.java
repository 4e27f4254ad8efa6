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
        return table.table4().poptrie().lookup4(destination);
    }

    @Override
    public @Nullable NextHop lookup6(long hi, long lo) {
        return table.table6().poptrie().lookup6(hi, lo);
    }

    @Override
    public void lookup4(int[] destinations, @Nullable NextHop[] ways, int count) {
        table.table4().poptrie().lookup4(destinations, ways, count);
    }
}
