package org.ifnet.netisr.internal;

import org.ifnet.netisr.Env;
import org.osgi.service.component.annotations.Component;

/** Real time, threads and locks as the service Env. */
@Component(service = Env.class)
public final class EnvComponent extends RealEnv {}
