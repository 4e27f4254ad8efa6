package org.ifnet.benchmark.scale;

/** What is created: our kind of clone, and the device of the kernel that comes nearest to it. */
enum Kind {
    /** A single pseudo-interface with one queue. */
    SINGLE("lo", "ifb", 1) {
        @Override
        String add(int number) {
            return " type ifb";
        }
    },
    /** Two Ethernet interfaces back to back; a command makes and ends both. */
    PAIR("epair", "veth", 2) {
        @Override
        String add(int number) {
            return " type veth peer name w" + number;
        }
    };

    private final String ours;
    private final String kernels;
    private final int ends;

    Kind(String ours, String kernels, int ends) {
        this.ours = ours;
        this.kernels = kernels;
        this.ends = ends;
    }

    /** The end of the line of {@code ip link add}. */
    abstract String add(int number);

    String ours() {
        return ours;
    }

    String kernels() {
        return kernels;
    }

    /** Interfaces that one command makes. */
    int ends() {
        return ends;
    }
}
