package org.ifnet.control;

import org.ifnet.ifaddr.IpAddress;

/** The outer addresses of a tunnel (SIOCSIFPHYADDR), of one family. */
public record Tunnel(IpAddress source, IpAddress destination) {}
