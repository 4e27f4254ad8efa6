package org.ifnet.route;

import org.osgi.annotation.versioning.ConsumerType;

/** Hears of changes, on a thread of its own: it may take its time. What it throws is logged. */
@ConsumerType
@FunctionalInterface
public interface RouteMessageListener {
    /** One message after the other. */
    void message(RouteMessage message);
}
