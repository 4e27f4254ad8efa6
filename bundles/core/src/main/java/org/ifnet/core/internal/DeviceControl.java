package org.ifnet.core.internal;

import java.util.EnumMap;
import java.util.Map;

import org.ifnet.Counter;
import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetData;
import org.ifnet.IfnetException;
import org.ifnet.control.AddressRequest;
import org.ifnet.control.ControlRequest;
import org.ifnet.control.Credential;
import org.ifnet.control.Media;
import org.ifnet.control.MediaStatus;
import org.ifnet.control.Tunnel;
import org.ifnet.domain.Domain;
import org.ifnet.driver.IfnetDriver;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * What is the device's own: capabilities, media, tunnel addresses and the like (reference 1.9, if_media of 8). The driver
 * is asked first, so that a refusal leaves nothing changed. Every method but {@link #data} is called under the control lock.
 */
final class DeviceControl {
    /** IFSTATMAX. */
    private static final int LONGEST_STATUS = 800;

    private static final int MAC_BYTES = 6;

    private static final String AUTOSELECT = "autoselect";

    private final ControlEntry entry;

    DeviceControl(ControlEntry entry) {
        this.entry = entry;
    }

    void capabilities(CoreIfnet ifnet, int wanted) throws IfnetException {
        int foreign = wanted & ~ifnet.capabilities();
        if (foreign != 0) {
            throw new IfnetException(
                    Errno.EINVAL,
                    String.format(
                            "%s: capabilities 0x%x are not among its 0x%x",
                            ifnet.name(), foreign, ifnet.capabilities()));
        }
        if (wanted != ifnet.capabilitiesEnabled()) {
            ControlEntry.bound(ifnet).change("setCapabilities", driver -> driver.setCapabilities(wanted));
            ifnet.capabilitiesEnabled(wanted);
            entry.changed(ifnet, "capabilities");
        }
    }

    void tsoLength(CoreIfnet ifnet, int bytes) throws IfnetException {
        if (bytes <= 0) {
            throw new IfnetException(Errno.EINVAL, ifnet.name() + ": tsolen " + bytes + " is not positive");
        }
        if (bytes != ifnet.tsoLength()) {
            ifnet.tsoLength(bytes);
            entry.changed(ifnet, "tsolen");
        }
    }

    void physical(CoreIfnet ifnet, int physical) throws IfnetException {
        ControlEntry.bound(ifnet).change("setPhysical", driver -> driver.setPhysical(physical));
        ifnet.choices().physical(physical);
        ifnet.physical(physical);
        entry.changed(ifnet, "physical");
    }

    void media(CoreIfnet ifnet, Media wanted) throws IfnetException {
        Binding bound = ControlEntry.bound(ifnet);
        MediaStatus now = media(ifnet);
        if (!now.supported().contains(wanted)) {
            throw new IfnetException(Errno.ENXIO, ifnet.name() + ": no medium " + wanted + " among " + now.supported());
        }
        if (wanted.equals(now.current()) && !wanted.subtype().equals(AUTOSELECT)) {
            return;
        }
        bound.change("setMedia", driver -> driver.setMedia(wanted));
        ifnet.choices().media(wanted);
        entry.changed(ifnet, "media");
    }

    MediaStatus media(CoreIfnet ifnet) throws IfnetException {
        return ControlEntry.bound(ifnet).ask("media", IfnetDriver::media);
    }

    void tunnel(CoreIfnet ifnet, @Nullable Tunnel tunnel) throws IfnetException {
        if (tunnel != null && tunnel.source().family() != tunnel.destination().family()) {
            throw new IfnetException(
                    Errno.EINVAL,
                    ifnet.name() + ": " + tunnel.source() + " and " + tunnel.destination() + " are of two families");
        }
        ControlEntry.bound(ifnet).change("setTunnel", driver -> driver.setTunnel(tunnel));
        ifnet.choices().tunnel(tunnel);
        entry.changed(ifnet, "tunnel");
    }

    Tunnel tunnel(CoreIfnet ifnet) throws IfnetException {
        Tunnel found = ControlEntry.bound(ifnet).ask("tunnel", IfnetDriver::tunnel);
        if (found == null) {
            throw new IfnetException(Errno.EADDRNOTAVAIL, ifnet.name() + ": no outer addresses are set");
        }
        return found;
    }

    void generic(CoreIfnet ifnet, String value) throws IfnetException {
        ControlEntry.bound(ifnet).change("setGeneric", driver -> driver.setGeneric(value));
        ifnet.choices().generic(value);
        entry.changed(ifnet, "generic");
    }

    String generic(CoreIfnet ifnet) throws IfnetException {
        return ControlEntry.bound(ifnet).ask("generic", IfnetDriver::generic);
    }

    String status(CoreIfnet ifnet) throws IfnetException {
        Binding bound = ifnet.binding();
        if (bound == null) {
            throw new IfnetException(Errno.EOPNOTSUPP, "interface " + ifnet.name() + " has no driver to ask");
        }
        String text = bound.status();
        return text.length() <= LONGEST_STATUS ? text : text.substring(0, LONGEST_STATUS);
    }

    /** The protocol first; the driver gets what that does not know, but never an address past the protocol's checks. */
    @Nullable
    Object other(Credential who, CoreIfnet ifnet, int family, ControlRequest request) throws IfnetException {
        Domain domain = ifnet.protocols().map().byFamily(family);
        if (domain != null) {
            try {
                return domain.control(who, ifnet, request);
            } catch (IfnetException e) {
                if (e.errno() != Errno.EOPNOTSUPP) {
                    throw e;
                }
            }
        }
        if (request instanceof AddressRequest) {
            throw new IfnetException(Errno.EOPNOTSUPP, ifnet.name() + ": no protocol here takes " + request.what());
        }
        return ControlEntry.bound(ifnet).ask("control", driver -> driver.control(request));
    }

    /** Any thread, without a lock. */
    static IfnetData data(Ifnet ifnet) {
        Map<Counter, Long> counters = new EnumMap<>(Counter.class);
        for (Counter counter : Counter.values()) {
            counters.put(counter, ifnet.counters().get(counter));
        }
        MacAddress lladdr = ifnet.lladdr();
        return new IfnetData(
                ifnet.type(),
                ifnet.physical(),
                lladdr == null ? 0 : MAC_BYTES,
                ifnet.headerLength(),
                ifnet.mtu(),
                ifnet.metric(),
                ifnet.linkState(),
                ifnet.baudrate(),
                ifnet.capabilitiesEnabled(),
                counters,
                ifnet.lastChange());
    }
}
