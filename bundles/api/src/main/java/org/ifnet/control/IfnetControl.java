package org.ifnet.control;

import org.ifnet.Ifnet;
import org.ifnet.IfnetData;
import org.ifnet.IfnetException;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Changes interfaces: a service. Each method checks its privilege first (EPERM), then that the interface is attached
 * (ENXIO). A failure of the driver is returned and undone.
 */
@ProviderType
public interface IfnetControl {
    /** Sets and clears flags in one step; bits of {@link org.ifnet.IfFlags#CANTCHANGE} are ignored. UP initialises the
     * driver first, then tells the protocols; setting UP on a quarantined interface binds its driver anew. */
    void setFlags(Credential who, Ifnet ifnet, int set, int clear) throws IfnetException;

    /** EINVAL outside 72 to 65535 or outside the device's range; EOPNOTSUPP when the driver cannot. */
    void setMtu(Credential who, Ifnet ifnet, int mtu) throws IfnetException;

    void setMetric(Credential who, Ifnet ifnet, int metric) throws IfnetException;

    /** EINVAL for a group or zero address, ENODEV for a type without one. */
    void setLladdr(Credential who, Ifnet ifnet, MacAddress address) throws IfnetException;

    /** Switches capabilities on and off so that exactly those of {@code wanted} are on. EINVAL for a bit that is not in
     * {@link Ifnet#capabilities}; the driver's error, and then nothing has changed; EOPNOTSUPP when it cannot. */
    void setCapabilities(Credential who, Ifnet ifnet, int wanted) throws IfnetException;

    /** EINVAL unless positive. There is no upper bound. */
    void setTsoLength(Credential who, Ifnet ifnet, int bytes) throws IfnetException;

    /** The driver decides; EOPNOTSUPP when it has no such number. */
    void setPhysical(Credential who, Ifnet ifnet, int physical) throws IfnetException;

    /** Chooses a medium. ENXIO when the device has none like it; no call of the driver when it is chosen already, unless
     * it is autoselect; the driver's error, and the old choice stays; EOPNOTSUPP for a device without media. */
    void setMedia(Credential who, Ifnet ifnet, Media media) throws IfnetException;

    /** EOPNOTSUPP for a device without media. */
    MediaStatus media(Ifnet ifnet) throws IfnetException;

    /** Sets the outer addresses (SIOCSIFPHYADDR). EINVAL for two families; EOPNOTSUPP unless it is a tunnel. */
    void setTunnel(Credential who, Ifnet ifnet, Tunnel tunnel) throws IfnetException;

    /** Takes the outer addresses away (SIOCDIFPHYADDR). */
    void deleteTunnel(Credential who, Ifnet ifnet) throws IfnetException;

    /** EADDRNOTAVAIL without outer addresses; EOPNOTSUPP unless it is a tunnel. */
    Tunnel tunnel(Ifnet ifnet) throws IfnetException;

    /** Something that only the driver understands (SIOCSIFGENERIC). */
    void setGeneric(Credential who, Ifnet ifnet, String value) throws IfnetException;

    /** EOPNOTSUPP when the driver has nothing of the kind. */
    String generic(Ifnet ifnet) throws IfnetException;

    /** The driver's status text, at most 800 characters (IFSTATMAX). EOPNOTSUPP without a driver. */
    String status(Ifnet ifnet) throws IfnetException;

    /** What SIOCGIFDATA answers; counters are summed over all cpus. Any thread. */
    IfnetData data(Ifnet ifnet);

    /**
     * Asks for PROMISC or gives it back; each use counts (ifpromisc, reference 1.12). ENETDOWN when the interface is not
     * up and PROMISC is asked for; EINVAL when nobody has asked for what is given back; the driver's error, and then flags
     * and count are as before. While the user's own PPROMISC is set only the count changes.
     */
    void promisc(Credential who, Ifnet ifnet, boolean on) throws IfnetException;

    /** The same for ALLMULTI (if_allmulti); allowed while the interface is down. */
    void allmulti(Credential who, Ifnet ifnet, boolean on) throws IfnetException;

    /**
     * A request that is none of the above: goes to the protocol domain of that family ({@link
     * org.ifnet.domain.Domain#control}), and when that answers EOPNOTSUPP to the driver ({@link
     * org.ifnet.driver.IfnetDriver#control}), unless it is an {@link AddressRequest}. Needs the privilege that the request
     * names. EOPNOTSUPP when nobody takes it.
     */
    @Nullable
    Object control(Credential who, Ifnet ifnet, int family, ControlRequest request) throws IfnetException;

    /**
     * Has the driver polled at a fixed rate, or lets it wait for its device again (reference 4.4). EOPNOTSUPP when the
     * driver cannot; EBUSY when it is polled already; EINVAL when it is not polled and shall stop; ENOENT when a list of
     * handlers is full; the driver's error. On failure nothing has changed. Shown by {@link
     * org.ifnet.IfFlags#NPOLLING}, which {@link #setFlags} ignores. Ends with detach and quarantine.
     */
    void setPolling(Credential who, Ifnet ifnet, boolean on) throws IfnetException;

    /** The operations on transmit queues. */
    IfqControl queues();

    /** EEXIST when the name is taken, EINVAL or ENAMETOOLONG when it is not a name. Index and packets go on. */
    void rename(Credential who, Ifnet ifnet, String name) throws IfnetException;
}
