package org.ifnet.core.internal;

import org.ifnet.IfnetException;
import org.ifnet.control.Media;
import org.ifnet.control.Tunnel;
import org.jspecify.annotations.Nullable;

/**
 * What was chosen of a device since it was attached, so that a driver that comes back from quarantine is told again; it
 * knows only what it said in its info. Under the control lock.
 */
final class DeviceChoices {
    private @Nullable Integer physical;
    private @Nullable Media media;
    private @Nullable Tunnel tunnel;
    private @Nullable String generic;

    void physical(int chosen) {
        physical = chosen;
    }

    void media(Media chosen) {
        media = chosen;
    }

    void tunnel(@Nullable Tunnel chosen) {
        tunnel = chosen;
    }

    void generic(String chosen) {
        generic = chosen;
    }

    void tell(Binding fresh) throws IfnetException {
        Integer itsPhysical = physical;
        Media itsMedia = media;
        Tunnel itsTunnel = tunnel;
        String itsGeneric = generic;
        if (itsPhysical != null) {
            fresh.change("setPhysical", driver -> driver.setPhysical(itsPhysical));
        }
        if (itsMedia != null) {
            fresh.change("setMedia", driver -> driver.setMedia(itsMedia));
        }
        if (itsTunnel != null) {
            fresh.change("setTunnel", driver -> driver.setTunnel(itsTunnel));
        }
        if (itsGeneric != null) {
            fresh.change("setGeneric", driver -> driver.setGeneric(itsGeneric));
        }
    }
}
