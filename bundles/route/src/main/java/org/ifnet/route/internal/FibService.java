package org.ifnet.route.internal;

import org.ifnet.netisr.Published;
import org.ifnet.route.Fib;
import org.ifnet.route.NextHop;
import org.jspecify.annotations.Nullable;

/** Look-ups of packets. */
final class FibService implements Fib {
    private final Published<Poptrie> four;
    private final Published<Poptrie> six;

    FibService(RouteTable table) {
        four = table.table4().published();
        six = table.table6().published();
    }

    @Override
    public @Nullable NextHop lookup4(int destination) {
        return four.getAcquire().lookup4(destination);
    }

    @Override
    public @Nullable NextHop lookup6(long hi, long lo) {
        return six.getAcquire().lookup6(hi, lo);
    }

    @Override
    public void lookup4(int[] destinations, @Nullable NextHop[] ways, int count) {
        four.getAcquire().lookup4(destinations, ways, count);
    }

    @Override
    public long bytes() {
        return four.getAcquire().bytes() + six.getAcquire().bytes();
    }
}
