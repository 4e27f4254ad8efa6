package org.ifnet.linux;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.wire.MacAddress;

/**
 * A network device of the host, by name, in the network namespace of the calling thread. Control paths only: every
 * method opens a socket, asks, and closes it. What does not exist is ENXIO.
 */
public final class HostDevice {
    private final String name;

    private HostDevice(String name) {
        this.name = name;
    }

    /** The device of that name, whether it exists or not; EINVAL when no device can be called so. */
    public static HostDevice named(String name) throws IfnetException {
        if (!Ifreq.isName(name)) {
            throw new IfnetException(Errno.EINVAL, "bad name of a host device: " + name);
        }
        return new HostDevice(name);
    }

    public String name() {
        return name;
    }

    /** Its index, or 0 when there is no such device. */
    public int index() {
        return Math.max(0, Linux.ifNameToIndex(name));
    }

    /** IFF_* of {@link Ifreq}. */
    public int flags() throws IfnetException {
        return Ifreq.flags(ask(Ifreq.SIOCGIFFLAGS, Ifreq.of(name), "read the flags"));
    }

    /** Up and with carrier; false as well when it is gone. */
    public boolean isRunning() {
        try {
            int both = Ifreq.IFF_UP | Ifreq.IFF_RUNNING;
            return (flags() & both) == both;
        } catch (IfnetException e) {
            return false;
        }
    }

    /** Sets it up or down by command; false when it was so already. */
    public boolean setUp(boolean up) throws IfnetException {
        ByteBuffer request = ask(Ifreq.SIOCGIFFLAGS, Ifreq.of(name), "read the flags");
        int flags = Ifreq.flags(request);
        int wanted = up ? flags | Ifreq.IFF_UP : flags & ~Ifreq.IFF_UP;
        if (wanted == flags) {
            return false;
        }
        ask(Ifreq.SIOCSIFFLAGS, Ifreq.flags(request, wanted), "set the flags");
        return true;
    }

    public int mtu() throws IfnetException {
        return Ifreq.mtu(ask(Ifreq.SIOCGIFMTU, Ifreq.of(name), "read the mtu"));
    }

    public void setMtu(int mtu) throws IfnetException {
        ask(Ifreq.SIOCSIFMTU, Ifreq.mtu(Ifreq.of(name), mtu), "set the mtu");
    }

    /** Its Ethernet address; EOPNOTSUPP for a device that is not Ethernet. */
    public MacAddress lladdr() throws IfnetException {
        ByteBuffer answer = ask(Ifreq.SIOCGIFHWADDR, Ifreq.of(name), "read the address");
        if (Ifreq.hardwareType(answer) != Ifreq.ARPHRD_ETHER) {
            throw new IfnetException(Errno.EOPNOTSUPP, "host device " + name + " is not Ethernet");
        }
        return new MacAddress(Ifreq.lladdr(answer));
    }

    /** Gives the host an IPv4 address on it; masks as ints, first byte highest. */
    public void setAddress(int address, int netmask) throws IfnetException {
        ask(Ifreq.SIOCSIFADDR, Ifreq.inet(Ifreq.of(name), address), "set an address");
        ask(Ifreq.SIOCSIFNETMASK, Ifreq.inet(Ifreq.of(name), netmask), "set a netmask");
    }

    private ByteBuffer ask(int request, ByteBuffer ifreq, String what) throws IfnetException {
        String place = "cannot " + what + " of host device " + name;
        int fd = LinuxErrno.check(Linux.socket(Sockets.AF_INET, Sockets.SOCK_DGRAM | Sockets.SOCK_CLOEXEC, 0), place);
        int r = Linux.ioctl(fd, request, Linux.address(ifreq));
        Reference.reachabilityFence(ifreq);
        Linux.close(fd);
        if (r == -LinuxErrno.ENODEV || r == -LinuxErrno.ENXIO) {
            throw new IfnetException(Errno.ENXIO, "host device " + name + " does not exist");
        }
        LinuxErrno.check(r, place);
        return ifreq;
    }

    @Override
    public String toString() {
        return name;
    }
}
