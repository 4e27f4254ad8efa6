package org.ifnet.control;

import org.osgi.annotation.versioning.ConsumerType;

/** Is told of every explicit change that succeeded: a service, whiteboard style. */
@ConsumerType
@FunctionalInterface
public interface ControlListener {
    /** On the thread of the change, which may hold control locks: note it and return. */
    void controlled(ControlRecord change);
}
