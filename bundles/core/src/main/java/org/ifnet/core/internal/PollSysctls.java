package org.ifnet.core.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.control.Sysctl;

/** The runtime values of polling, {@code net.ifpoll.N.} for netisr N (reference 4.4). */
final class PollSysctls {
    private static final int MOST = Integer.MAX_VALUE;

    private final List<Sysctl> nodes = new ArrayList<>();

    private PollSysctls() {}

    static List<Sysctl> of(PollClock[] clocks) {
        PollSysctls all = new PollSysctls();
        for (int cpu = 0; cpu < clocks.length; cpu++) {
            String prefix = "net.ifpoll." + cpu + ".";
            PollClock clock = clocks[cpu];
            all.clock(prefix, clock);
            if (cpu == 0) {
                all.number(
                        prefix + "status_frac",
                        "ticks between two calls of status handlers, 1 or more",
                        1,
                        clock::statusFrac,
                        clock::statusFrac);
            }
            all.rx(prefix + "rx.", clock.rx());
            all.io(prefix + "rx.", clock.rx());
            all.io(prefix + "tx.", clock.tx());
        }
        return all.nodes;
    }

    private void clock(String prefix, PollClock clock) {
        number(prefix + "pollhz", "ticks a second, 1 or more, taken as 30000 at most", 1, clock::pollhz, clock::pollhz);
        number(
                prefix + "tx_frac",
                "ticks to one round of transmit handlers, 1 or more",
                1,
                clock::txFrac,
                clock::txFrac);
    }

    private void rx(String prefix, RxContext rx) {
        number(
                prefix + "burst_max",
                "packets for a handler in a tick at most, taken as 10 to 5000",
                Integer.MIN_VALUE,
                rx::burstMax,
                rx::burstMax);
        number(
                prefix + "each_burst",
                "packets for a handler before other work has its turn, taken as 1 to burst_max",
                Integer.MIN_VALUE,
                rx::eachBurst,
                rx::eachBurst);
        nodes.add(new IntSysctl(
                prefix + "user_frac",
                "percent of the time that polling leaves to others, 0 to 100",
                0,
                100,
                rx::userFrac,
                rx::userFrac));
        counter(prefix + "burst", "packets for a handler in a tick now", rx::burst);
        counter(prefix + "kern_frac", "percent of the interval that the last round took", rx::kernFrac);
        counter(prefix + "residual_burst", "packets that are left of the burst of this tick", rx::residual);
    }

    private void io(String prefix, IoContext io) {
        counter(prefix + "phase", "what the round is at, 0 to 6, 0 for idle", io::phase);
        counter(prefix + "suspect", "ticks that found the round before not begun", io::suspect);
        counter(prefix + "stalled", "times that more than 100 ticks were pending", io::stalled);
        counter(prefix + "short_ticks", "ticks that came after less than half of the interval", io::shortTicks);
        counter(prefix + "lost_polls", "ticks that came while a round was under way", io::lostPolls);
        counter(prefix + "pending_polls", "ticks whose round is not over", io::pending);
        counter(prefix + "handlers", "handlers that are called", io::count);
    }

    private void number(String name, String description, int least, IntSupplier get, IntConsumer set) {
        nodes.add(new IntSysctl(name, description, least, MOST, get, set));
    }

    private void counter(String name, String description, LongSupplier get) {
        nodes.add(new Reading(name, description, get));
    }

    /** A number to be read only. */
    private record Reading(String name, String description, LongSupplier getter) implements Sysctl {
        @Override
        public String get() {
            return Long.toString(getter.getAsLong());
        }

        @Override
        public void set(String value) throws IfnetException {
            throw new IfnetException(Errno.EPERM, name + " is read-only");
        }
    }
}
