package org.ifnet.config.internal;

import java.util.List;

import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.IfnetGroups;
import org.ifnet.control.Credential;
import org.ifnet.control.IfnetControl;
import org.ifnet.control.Media;
import org.ifnet.control.Tunnel;
import org.ifnet.ifq.QueueChoice;

/** Asks for what is wanted of one interface's device and is not so. */
final class DeviceReplay {
    private final Credential who;
    private final IfnetControl control;
    private final Ifnet ifnet;
    private final WantedDevice wanted;

    DeviceReplay(Credential who, IfnetControl control, Ifnet ifnet, WantedDevice wanted) {
        this.who = who;
        this.control = control;
        this.ifnet = ifnet;
        this.wanted = wanted;
    }

    void capabilities() throws IfnetException {
        Integer on = wanted.capabilities();
        if (on != null && on != ifnet.capabilitiesEnabled()) {
            control.setCapabilities(who, ifnet, on);
        }
    }

    void numbers() throws IfnetException {
        Integer tsoLength = wanted.tsoLength();
        if (tsoLength != null && tsoLength != ifnet.tsoLength()) {
            control.setTsoLength(who, ifnet, tsoLength);
        }
        Integer physical = wanted.physical();
        if (physical != null && physical != ifnet.physical()) {
            control.setPhysical(who, ifnet, physical);
        }
    }

    void media() throws IfnetException {
        Media media = wanted.media();
        if (media != null && !media.equals(control.media(ifnet).current())) {
            control.setMedia(who, ifnet, media);
        }
    }

    /** Set again without asking first: a tunnel without addresses answers with an error, and setting the same is nothing. */
    void tunnel() throws IfnetException {
        Tunnel tunnel = wanted.tunnel();
        if (tunnel != null) {
            control.setTunnel(who, ifnet, tunnel);
        }
    }

    void generic() throws IfnetException {
        String generic = wanted.generic();
        if (generic != null) {
            control.setGeneric(who, ifnet, generic);
        }
    }

    void polling() throws IfnetException {
        if (wanted.polling() != null && !ifnet.has(IfFlags.NPOLLING)) {
            control.setPolling(who, ifnet, true);
        }
    }

    void queue() throws IfnetException {
        QueueChoice queue = wanted.queue();
        if (queue != null && !queue.equals(control.queues().choice(ifnet))) {
            control.queues().choose(who, ifnet, queue);
        }
    }

    void groups(IfnetGroups groups) throws IfnetException {
        List<String> present = ifnet.groups();
        for (String group : wanted.groups()) {
            if (!present.contains(group)) {
                groups.join(who, ifnet, group);
            }
        }
    }
}
