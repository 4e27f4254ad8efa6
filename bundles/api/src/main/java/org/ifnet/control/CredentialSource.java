package org.ifnet.control;

import org.osgi.annotation.versioning.ConsumerType;

/** Knows who is calling: an optional service. Without one everybody has full rights. */
@ConsumerType
public interface CredentialSource {
    /** The credential of the calling thread. */
    Credential current();
}
