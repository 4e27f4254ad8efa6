package org.ifnet.route.internal;

import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.Ifaddr;

/** An address with what was asked for it, so that a record of its end names the same thing as that of its beginning. */
record Assigned(Ifaddr ifaddr, AddressSpec spec) {}
