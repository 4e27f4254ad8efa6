package org.ifnet.datagram;

import java.util.List;

import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.osgi.annotation.versioning.ProviderType;

/**
 * UDP and raw IP for applications: a service. Datagrams are bytes; who moves many packets a second is better a
 * {@link org.ifnet.inet.UpperProtocol}.
 */
@ProviderType
public interface DatagramService {
    /**
     * Opens an endpoint. EPERM without RAW for a raw one, a port below 1024, or one without a source; EADDRINUSE when
     * another has the port, at the same address and interface; EADDRNOTAVAIL when the address is none of ours, or no port is
     * free; EPROTONOSUPPORT for a protocol that the platform itself speaks (ICMP, IGMP, UDP as raw); EINVAL for a value out
     * of range.
     */
    DatagramEndpoint open(Credential who, DatagramSpec spec, DatagramListener listener) throws IfnetException;

    /** Those that are open. */
    List<DatagramEndpoint> list();
}
