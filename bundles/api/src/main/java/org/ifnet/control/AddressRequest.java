package org.ifnet.control;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A request that sets an address, broadcast or destination address or netmask (SIOCSIFADDR, BRDADDR, DSTADDR, NETMASK). It
 * never reaches a driver directly, because a driver would skip the checks of the protocol.
 */
@ConsumerType
public interface AddressRequest extends ControlRequest {}
