package org.ifnet.config.internal;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.control.ControlRecord;
import org.ifnet.control.Media;
import org.ifnet.control.Tunnel;
import org.ifnet.ifq.QueueChoice;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of an interface's device, and the groups it shall be in. Null where nothing was asked for.
 *
 * @param capabilities a word of {@link org.ifnet.IfCapabilities}
 * @param tsoLength bytes
 * @param groups joined by command, in the order of joining
 */
record WantedDevice(
        @Nullable Integer capabilities,
        @Nullable Integer tsoLength,
        @Nullable Integer physical,
        @Nullable Media media,
        @Nullable Tunnel tunnel,
        @Nullable String generic,
        @Nullable Boolean polling,
        @Nullable QueueChoice queue,
        List<String> groups) {
    static final WantedDevice NOTHING = new WantedDevice(null, null, null, null, null, null, null, null, List.of());

    /** What is wanted after that change; the same when it says nothing about a device. */
    WantedDevice after(ControlRecord change) {
        Integer itsCapabilities = change instanceof ControlRecord.Capabilities r ? (Integer) r.on() : capabilities;
        Integer itsTsoLength = change instanceof ControlRecord.TsoLength r ? (Integer) r.bytes() : tsoLength;
        Integer itsPhysical = change instanceof ControlRecord.Physical r ? (Integer) r.physical() : physical;
        Media itsMedia = change instanceof ControlRecord.MediaSet r ? r.media() : media;
        Tunnel itsTunnel = change instanceof ControlRecord.TunnelSet r ? r.tunnel() : tunnel;
        String itsGeneric = change instanceof ControlRecord.Generic r ? r.value() : generic;
        Boolean itsPolling = change instanceof ControlRecord.Polling r ? wantedPolling(r) : polling;
        QueueChoice itsQueue = change instanceof ControlRecord.Queue r ? wantedQueue(r) : queue;
        if (change instanceof ControlRecord.TunnelDeleted) {
            itsTunnel = null;
        }
        return new WantedDevice(
                itsCapabilities,
                itsTsoLength,
                itsPhysical,
                itsMedia,
                itsTunnel,
                itsGeneric,
                itsPolling,
                itsQueue,
                groupsAfter(change));
    }

    /** A device that waits is what there is without a word about it. */
    private static @Nullable Boolean wantedPolling(ControlRecord.Polling change) {
        return change.on() ? Boolean.TRUE : null;
    }

    private static @Nullable QueueChoice wantedQueue(ControlRecord.Queue change) {
        return change.choice().equals(QueueChoice.NONE) ? null : change.choice();
    }

    private List<String> groupsAfter(ControlRecord change) {
        List<String> now = new ArrayList<>(groups);
        if (change instanceof ControlRecord.GroupJoined r && !now.contains(r.group())) {
            now.add(r.group());
        } else if (change instanceof ControlRecord.GroupLeft r) {
            now.remove(r.group());
        }
        return List.copyOf(now);
    }

    /** The interface that a change of a device is about, null for any other change. */
    static @Nullable String ifnet(ControlRecord change) {
        if (change instanceof ControlRecord.Capabilities r) {
            return r.ifnet();
        } else if (change instanceof ControlRecord.TsoLength r) {
            return r.ifnet();
        } else if (change instanceof ControlRecord.Physical r) {
            return r.ifnet();
        } else if (change instanceof ControlRecord.MediaSet r) {
            return r.ifnet();
        } else if (change instanceof ControlRecord.TunnelSet r) {
            return r.ifnet();
        } else if (change instanceof ControlRecord.TunnelDeleted r) {
            return r.ifnet();
        } else if (change instanceof ControlRecord.Generic r) {
            return r.ifnet();
        } else if (change instanceof ControlRecord.Polling r) {
            return r.ifnet();
        } else if (change instanceof ControlRecord.Queue r) {
            return r.ifnet();
        } else if (change instanceof ControlRecord.GroupJoined r) {
            return r.ifnet();
        } else if (change instanceof ControlRecord.GroupLeft r) {
            return r.ifnet();
        }
        return null;
    }
}
