package org.ifnet.config.internal;

import org.ifnet.IfnetGroups;
import org.ifnet.Ifnets;
import org.ifnet.cloner.Cloners;
import org.ifnet.control.IfnetControl;
import org.ifnet.control.Sysctls;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.route.Routes;
import org.jspecify.annotations.Nullable;

/** Whom to ask: each may come and go at any time. Read each once in a piece of work. */
final class Engines {
    volatile @Nullable Ifnets ifnets;
    volatile @Nullable IfnetControl control;
    volatile @Nullable IfnetGroups groups;
    volatile @Nullable Ifaddrs ifaddrs;
    volatile @Nullable Routes routes;
    volatile @Nullable Cloners cloners;
    volatile @Nullable Sysctls sysctls;
}
