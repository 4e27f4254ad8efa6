package org.ifnet.config.internal;

import org.ifnet.IfnetGroups;
import org.ifnet.Ifnets;
import org.ifnet.cloner.Cloner;
import org.ifnet.cloner.Cloners;
import org.ifnet.control.IfnetControl;
import org.ifnet.control.Sysctl;
import org.ifnet.control.Sysctls;
import org.ifnet.domain.Domain;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.netisr.Env;
import org.ifnet.route.Routes;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Wires wanted state to everybody it may ask, all of whom may be missing, and to those whose coming is a reason to ask. Not
 * the same component as the listener, which the engines need: that would be a circle.
 */
@Component(
        service = {},
        immediate = true)
public final class ConfigComponent {
    private final WantedState state;
    private final Newest<Ifnets> ifnets;
    private final Newest<IfnetControl> control;
    private final Newest<IfnetGroups> groups;
    private final Newest<Ifaddrs> ifaddrs;
    private final Newest<Routes> routes;
    private final Newest<Cloners> cloners;
    private final Newest<Sysctls> sysctls;

    @Activate
    public ConfigComponent(@Reference Env env, @Reference RecordsComponent records) {
        state = new WantedState(env, records.records());
        ifnets = new Newest<>(state::ifnets);
        control = new Newest<>(state::control);
        groups = new Newest<>(state::groups);
        ifaddrs = new Newest<>(state::ifaddrs);
        routes = new Newest<>(state::routes);
        cloners = new Newest<>(state::cloners);
        sysctls = new Newest<>(state::sysctls);
    }

    @Deactivate
    void close() {
        state.close();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setIfnets(Ifnets service) {
        ifnets.set(service);
    }

    void unsetIfnets(Ifnets service) {
        ifnets.unset(service);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setControl(IfnetControl service) {
        control.set(service);
    }

    void unsetControl(IfnetControl service) {
        control.unset(service);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setGroups(IfnetGroups service) {
        groups.set(service);
    }

    void unsetGroups(IfnetGroups service) {
        groups.unset(service);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setIfaddrs(Ifaddrs service) {
        ifaddrs.set(service);
    }

    void unsetIfaddrs(Ifaddrs service) {
        ifaddrs.unset(service);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setRoutes(Routes service) {
        routes.set(service);
    }

    void unsetRoutes(Routes service) {
        routes.unset(service);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setCloners(Cloners service) {
        cloners.set(service);
    }

    void unsetCloners(Cloners service) {
        cloners.unset(service);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setSysctls(Sysctls service) {
        sysctls.set(service);
    }

    void unsetSysctls(Sysctls service) {
        sysctls.unset(service);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addCloner(Cloner cloner) {
        state.clonerCame();
    }

    /** What goes with it is not ours to undo. */
    void removeCloner(Cloner cloner) {}

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addSysctl(Sysctl sysctl) {
        state.sysctlCame();
    }

    /** What goes with it is not ours to undo. */
    void removeSysctl(Sysctl sysctl) {}

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addDomain(Domain domain) {
        state.domainCame();
    }

    /** What goes with it is not ours to undo. */
    void removeDomain(Domain domain) {}
}
