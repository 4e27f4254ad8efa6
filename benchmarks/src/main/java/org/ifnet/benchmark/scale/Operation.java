package org.ifnet.benchmark.scale;

import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.wire.MacAddress;

/**
 * One control operation. It is prepared, done and undone; only the middle is measured. What one operation undoes is
 * another operation, so most come in pairs.
 */
enum Operation {
    FIND_BY_NAME("look-up by name") {
        @Override
        void run(Population p, Ifnet ifnet) {
            require(p.platform().ifnets().byName(ifnet.name()), ifnet);
        }

        @Override
        int repeats() {
            return MANY_TIMES;
        }
    },
    FIND_BY_INDEX("look-up by index") {
        @Override
        void run(Population p, Ifnet ifnet) {
            require(p.platform().ifnets().byIndex(ifnet.index()), ifnet);
        }

        @Override
        int repeats() {
            return MANY_TIMES;
        }
    },
    UP("flags: up") {
        @Override
        void run(Population p, Ifnet ifnet) throws IfnetException {
            p.platform().control().setFlags(Platform.ROOT, ifnet, IfFlags.UP, 0);
        }

        @Override
        void undo(Population p, Ifnet ifnet) throws IfnetException {
            p.platform().control().setFlags(Platform.ROOT, ifnet, 0, IfFlags.UP);
        }
    },
    DOWN("flags: down") {
        @Override
        void prepare(Population p, Ifnet ifnet) throws IfnetException {
            UP.run(p, ifnet);
        }

        @Override
        void run(Population p, Ifnet ifnet) throws IfnetException {
            UP.undo(p, ifnet);
        }
    },
    PROMISC("flags: promisc") {
        @Override
        void run(Population p, Ifnet ifnet) throws IfnetException {
            p.platform().control().setFlags(Platform.ROOT, ifnet, IfFlags.PPROMISC, 0);
        }

        @Override
        void undo(Population p, Ifnet ifnet) throws IfnetException {
            p.platform().control().setFlags(Platform.ROOT, ifnet, 0, IfFlags.PPROMISC);
        }
    },
    MTU("mtu") {
        @Override
        void run(Population p, Ifnet ifnet) throws IfnetException {
            p.platform().control().setMtu(Platform.ROOT, ifnet, ifnet.mtu() == 1500 ? 1400 : 1500);
        }
    },
    METRIC("metric") {
        @Override
        void run(Population p, Ifnet ifnet) throws IfnetException {
            p.platform().control().setMetric(Platform.ROOT, ifnet, 1 - ifnet.metric());
        }
    },
    LLADDR("lladdr") {
        @Override
        void run(Population p, Ifnet ifnet) throws IfnetException {
            MacAddress old = ifnet.lladdr();
            if (old == null) {
                throw new IllegalStateException(ifnet + " has no link-level address");
            }
            p.platform().control().setLladdr(Platform.ROOT, ifnet, new MacAddress(old.bits() ^ 0x100));
        }
    },
    CAPABILITIES("capabilities") {
        @Override
        void run(Population p, Ifnet ifnet) throws IfnetException {
            p.platform().control().setCapabilities(Platform.ROOT, ifnet, ifnet.capabilities());
        }
    },
    ALLMULTI("allmulti") {
        @Override
        void run(Population p, Ifnet ifnet) throws IfnetException {
            p.platform().control().allmulti(Platform.ROOT, ifnet, true);
        }

        @Override
        void undo(Population p, Ifnet ifnet) throws IfnetException {
            p.platform().control().allmulti(Platform.ROOT, ifnet, false);
        }
    },
    TSO_LENGTH("tsolen") {
        @Override
        void run(Population p, Ifnet ifnet) throws IfnetException {
            p.platform().control().setTsoLength(Platform.ROOT, ifnet, ifnet.tsoLength() == 6000 ? 9000 : 6000);
        }
    },
    GROUP_JOIN("group: join") {
        @Override
        void run(Population p, Ifnet ifnet) throws IfnetException {
            p.platform().groups().join(Platform.ROOT, ifnet, "wan");
        }

        @Override
        void undo(Population p, Ifnet ifnet) throws IfnetException {
            p.platform().groups().leave(Platform.ROOT, ifnet, "wan");
        }
    },
    GROUP_LEAVE("group: leave") {
        @Override
        void prepare(Population p, Ifnet ifnet) throws IfnetException {
            GROUP_JOIN.run(p, ifnet);
        }

        @Override
        void run(Population p, Ifnet ifnet) throws IfnetException {
            GROUP_JOIN.undo(p, ifnet);
        }
    },
    MULTICAST_JOIN("multicast: join") {
        @Override
        void run(Population p, Ifnet ifnet) throws IfnetException {
            p.platform().ifmaddrs().join(Platform.ROOT, ifnet, MULTICAST);
        }

        @Override
        void undo(Population p, Ifnet ifnet) throws IfnetException {
            p.platform().ifmaddrs().leave(Platform.ROOT, ifnet, MULTICAST);
        }
    },
    MULTICAST_LEAVE("multicast: leave") {
        @Override
        void prepare(Population p, Ifnet ifnet) throws IfnetException {
            MULTICAST_JOIN.run(p, ifnet);
        }

        @Override
        void run(Population p, Ifnet ifnet) throws IfnetException {
            MULTICAST_JOIN.undo(p, ifnet);
        }
    },
    DATA("data") {
        @Override
        void run(Population p, Ifnet ifnet) {
            if (p.platform().control().data(ifnet).mtu() != ifnet.mtu()) {
                throw new IllegalStateException(ifnet + " has other data");
            }
        }

        @Override
        int repeats() {
            return MANY_TIMES;
        }
    },
    RENAME("rename") {
        @Override
        void run(Population p, Ifnet ifnet) throws IfnetException {
            p.platform().control().rename(Platform.ROOT, ifnet, "x" + ifnet.name());
        }

        @Override
        void undo(Population p, Ifnet ifnet) throws IfnetException {
            p.platform().control().rename(Platform.ROOT, ifnet, ifnet.name().substring(1));
        }
    },
    ADDRESS_ADD("address: add") {
        @Override
        void prepare(Population p, Ifnet ifnet) throws IfnetException {
            UP.run(p, ifnet);
        }

        @Override
        void run(Population p, Ifnet ifnet) throws IfnetException {
            p.platform().ifaddrs().add(Platform.ROOT, ifnet, AddressSpec.parse(address(ifnet) + "/24"));
        }

        @Override
        void undo(Population p, Ifnet ifnet) throws IfnetException {
            ADDRESS_DELETE.run(p, ifnet);
            UP.undo(p, ifnet);
        }
    },
    ADDRESS_DELETE("address: delete") {
        @Override
        void prepare(Population p, Ifnet ifnet) throws IfnetException {
            ADDRESS_ADD.prepare(p, ifnet);
            ADDRESS_ADD.run(p, ifnet);
        }

        @Override
        void run(Population p, Ifnet ifnet) throws IfnetException {
            IpAddress address = IpAddress.parse(address(ifnet));
            p.platform().ifaddrs().delete(Platform.ROOT, ifnet, AddressFamily.INET, address);
        }

        @Override
        void undo(Population p, Ifnet ifnet) throws IfnetException {
            UP.undo(p, ifnet);
        }
    },
    CREATE("create") {
        private String made = "";

        @Override
        void run(Population p, Ifnet ifnet) throws IfnetException {
            made = p.platform().cloners().create(Platform.ROOT, Kind.SINGLE.ours(), null);
        }

        @Override
        void undo(Population p, Ifnet ifnet) throws IfnetException {
            p.platform().cloners().destroy(Platform.ROOT, made);
        }
    },
    DESTROY("destroy") {
        private String made = "";

        @Override
        void prepare(Population p, Ifnet ifnet) throws IfnetException {
            made = p.platform().cloners().create(Platform.ROOT, Kind.SINGLE.ours(), null);
        }

        @Override
        void run(Population p, Ifnet ifnet) throws IfnetException {
            p.platform().cloners().destroy(Platform.ROOT, made);
        }
    },
    LIST_AGAIN("list, nothing changed") {
        @Override
        void run(Population p, Ifnet ifnet) {
            if (p.platform().ifnets().list().size() < p.size()) {
                throw new IllegalStateException("the list is short");
            }
        }
    },
    LIST("list after a change") {
        @Override
        void prepare(Population p, Ifnet ifnet) throws IfnetException {
            CREATE.run(p, ifnet);
        }

        @Override
        void run(Population p, Ifnet ifnet) throws IfnetException {
            LIST_AGAIN.run(p, ifnet);
        }

        @Override
        void undo(Population p, Ifnet ifnet) throws IfnetException {
            CREATE.undo(p, ifnet);
        }
    };

    /** So that what is measured takes much longer than looking at the clock. */
    private static final int MANY_TIMES = 100;

    private static final IpAddress MULTICAST = IpAddress.parse("224.0.1.1");

    private final String title;

    Operation(String title) {
        this.title = title;
    }

    abstract void run(Population p, Ifnet ifnet) throws IfnetException;

    void prepare(Population p, Ifnet ifnet) throws IfnetException {}

    void undo(Population p, Ifnet ifnet) throws IfnetException {}

    /** How often it is done in one measurement, each time on another interface. */
    int repeats() {
        return 1;
    }

    String title() {
        return title;
    }

    /** An address of its own for every interface. */
    private static String address(Ifnet ifnet) {
        int number = ifnet.index();
        return "10." + (number >> 16) + "." + (number >> 8 & 255) + "." + (number & 255);
    }

    private static void require(Object found, Ifnet ifnet) {
        if (found != ifnet) {
            throw new IllegalStateException(ifnet + " was not found");
        }
    }
}
