package org.ifnet.itest.linux;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ifnet.IfnetException;
import org.ifnet.linux.HostDevice;
import org.ifnet.linux.Linux;

/**
 * Network namespaces and devices of one test, removed when it is closed. Names carry the process id, so that runs side
 * by side do not meet, and what a killed run left behind is removed by the next.
 *
 * <p>The tests' own side uses devices in the namespace of the JVM, which get no addresses there. The kernel as peer lives
 * in the namespaces made here, and needs none of the JVM's.
 */
final class Namespaces implements AutoCloseable {
    private static final long PID = ProcessHandle.current().pid();
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final Pattern NAMESPACE = Pattern.compile("ifnet-(\\d+)-\\d+");
    private static final Pattern DEVICE = Pattern.compile("iv(\\d+)-\\d+");
    private static final Path HANDLES = Path.of("/var/run/netns");

    private final Deque<Namespace> namespaces = new ArrayDeque<>();
    private final List<String> devices = new ArrayList<>();

    /** One namespace: the kernel as a host of its own. */
    static final class Namespace {
        private final String name;

        private Namespace(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        List<String> command(String... command) {
            List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
            all.addAll(Arrays.asList(command));
            return all;
        }

        /** Runs a program inside; fails the test when it fails. */
        String exec(String... command) {
            return Tool.check(command(command));
        }

        /** {@code ip} with these words inside. */
        String ip(String words) {
            List<String> all = new ArrayList<>(List.of("ip", "-n", name));
            all.addAll(List.of(words.split(" ")));
            return Tool.check(all);
        }

        /** Starts a program inside that runs beside the test. */
        Tool.Running start(String... command) {
            return Tool.start(command(command));
        }

        /** Runs code of the test inside, on a thread of its own: sockets and taps that it opens belong there. */
        <T> T call(NamespaceThread.Body<T> body) {
            return NamespaceThread.call(HANDLES.resolve(name), body);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    Namespaces() {
        removeStale();
    }

    /** A namespace that says nothing by itself: no IPv6, loopback up. */
    Namespace create() {
        Namespace ns = new Namespace("ifnet-" + PID + "-" + COUNTER.incrementAndGet());
        Tool.check("ip", "netns", "add", ns.name);
        namespaces.push(ns);
        String off = "echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6;"
                + " echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6";
        ns.exec("sh", "-c", "if [ -d /proc/sys/net/ipv6 ]; then " + off + "; fi");
        ns.ip("link set lo up");
        return ns;
    }

    /** One that speaks IPv6. */
    Namespace create6() {
        Namespace ns = create();
        ns.exec("sh", "-c", "for f in all default lo; do echo 0 > /proc/sys/net/ipv6/conf/$f/disable_ipv6; done");
        return ns;
    }

    /** A name for a device that nobody has; it is removed from the JVM's namespace in the end, if it is there. */
    String deviceName() {
        String name = "iv" + PID + "-" + COUNTER.incrementAndGet();
        devices.add(name);
        return name;
    }

    /** The name that was given last. */
    String lastDevice() {
        return devices.get(devices.size() - 1);
    }

    /** A veth pair: one end with a fresh name in the JVM's namespace, silent and up; {@code peer}, up, inside. */
    String veth(Namespace ns, String peer) throws IfnetException {
        String ours = deviceName();
        veth(ns, ours, peer);
        return ours;
    }

    /** The same with a name that {@link #deviceName} gave before. */
    void veth(Namespace ns, String ours, String peer) throws IfnetException {
        Tool.check("ip", "link", "add", ours, "type", "veth", "peer", "name", peer, "netns", ns.name);
        silence(ours);
        Tool.check("ip", "link", "set", ours, "up");
        ns.ip("link set " + peer + " up");
        awaitRunning(ours);
        ns.call(() -> {
            awaitRunning(peer);
            return null;
        });
    }

    /** Waits for the carrier of a device here. Until the kernel has noticed it, it takes frames and loses them. */
    static void awaitRunning(String device) throws IfnetException {
        DriverBench.await("carrier of " + device, HostDevice.named(device)::isRunning);
        // The flag is set a moment before the queue is exchanged, both under a lock that this command takes as well.
        HostDevice.named(device).setMtu(HostDevice.named(device).mtu());
    }

    /** No IPv6 on a device of the JVM's namespace. */
    static void silence(String device) {
        Tool.check(
                "sh",
                "-c",
                "f=/proc/sys/net/ipv6/conf/" + device + "/disable_ipv6; if [ -e $f ]; then echo 1 > $f; fi");
    }

    /** Moves a device of the JVM's namespace inside. */
    void move(String device, Namespace ns) {
        Tool.check("ip", "link", "set", device, "netns", ns.name);
    }

    @Override
    public void close() {
        for (String device : devices) {
            if (Linux.ifNameToIndex(device) > 0) {
                Tool.run(Tool.USUAL, "ip", "link", "del", device);
            }
        }
        while (!namespaces.isEmpty()) {
            Tool.run(Tool.USUAL, "ip", "netns", "del", namespaces.pop().name);
        }
    }

    private static void removeStale() {
        for (String name : list(HANDLES.toFile())) {
            if (isStale(NAMESPACE.matcher(name))) {
                Tool.run(Tool.USUAL, "ip", "netns", "del", name);
            }
        }
        for (String name : list(new File("/sys/class/net"))) {
            if (isStale(DEVICE.matcher(name))) {
                Tool.run(Tool.USUAL, "ip", "link", "del", name);
            }
        }
    }

    private static boolean isStale(Matcher m) {
        return m.matches() && !Files.exists(Path.of("/proc", m.group(1)));
    }

    private static String[] list(File folder) {
        String[] names = folder.list();
        return names == null ? new String[0] : names;
    }
}
