package org.ifnet.control;

import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifq.QueueChoice;
import org.ifnet.route.RouteSpec;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An explicit change that somebody asked for and that succeeded: what wanted state is made of. Detach, link loss and the
 * like produce none. New kinds may appear.
 */
@ProviderType
public interface ControlRecord {
    /** Who asked. */
    String who();

    record Flags(String who, String ifnet, int set, int clear) implements ControlRecord {}

    record Mtu(String who, String ifnet, int mtu) implements ControlRecord {}

    record Metric(String who, String ifnet, int metric) implements ControlRecord {}

    /** {@code on} are the bits of {@link org.ifnet.IfCapabilities} that shall be on. */
    record Capabilities(String who, String ifnet, int on) implements ControlRecord {}

    record TsoLength(String who, String ifnet, int bytes) implements ControlRecord {}

    record Physical(String who, String ifnet, int physical) implements ControlRecord {}

    record MediaSet(String who, String ifnet, Media media) implements ControlRecord {}

    record TunnelSet(String who, String ifnet, Tunnel tunnel) implements ControlRecord {}

    record TunnelDeleted(String who, String ifnet) implements ControlRecord {}

    record Generic(String who, String ifnet, String value) implements ControlRecord {}

    record Polling(String who, String ifnet, boolean on) implements ControlRecord {}

    /** {@code choice} is all that is chosen of its transmit queue now. */
    record Queue(String who, String ifnet, QueueChoice choice) implements ControlRecord {}

    record GroupJoined(String who, String ifnet, String group) implements ControlRecord {}

    record GroupLeft(String who, String ifnet, String group) implements ControlRecord {}

    record Lladdr(String who, String ifnet, String address) implements ControlRecord {}

    record Renamed(String who, String oldName, String newName) implements ControlRecord {}

    record AddressAdded(String who, String ifnet, AddressSpec address) implements ControlRecord {}

    record AddressDeleted(String who, String ifnet, AddressSpec address) implements ControlRecord {}

    record RouteAdded(String who, RouteSpec route) implements ControlRecord {}

    record RouteDeleted(String who, RouteSpec route) implements ControlRecord {}

    /** {@code ifnet} is the full name, the unit included, that asking again needs. */
    record CloneCreated(String who, String ifnet, @Nullable String params) implements ControlRecord {}

    record CloneDestroyed(String who, String ifnet) implements ControlRecord {}

    record SysctlSet(String who, String name, String value) implements ControlRecord {}
}
