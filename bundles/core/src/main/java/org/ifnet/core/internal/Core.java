package org.ifnet.core.internal;

import java.util.List;

import org.ifnet.GroupListener;
import org.ifnet.IfnetGroups;
import org.ifnet.Ifnets;
import org.ifnet.control.ControlListener;
import org.ifnet.control.IfnetControl;
import org.ifnet.control.Sysctl;
import org.ifnet.control.SysctlBranch;
import org.ifnet.control.Sysctls;
import org.ifnet.domain.Domain;
import org.ifnet.ifaddr.Ifmaddrs;
import org.ifnet.ifq.IfqEngine;
import org.ifnet.link.ComAllocator;
import org.ifnet.link.LinkLayer;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;

/** Core as one object, without a container. All add and remove methods: any thread but a netisr; they may block. */
public final class Core {
    private final Parts parts;
    private final Table table;
    private final Domains domains;
    private final LinkLayers layers;
    private final Records records = new Records();
    private final Lifecycle lifecycle;
    private final InterfaceTable ifnets;
    private final Control control;
    private final Groups groups;
    private final Multicast multicast;
    private final SysctlRegistry sysctls;
    private final List<Sysctl> settings;
    private final Whiteboard whiteboard;

    public Core(Env env, Netisr netisr, IfqEngine queues, MbufPool pool) {
        parts = Parts.of(env, netisr, pool);
        Census census = new Census();
        table = new Table(env, census);
        domains = new Domains(parts.quiescence(), table::reserved);
        layers = new LinkLayers(parts, table::reserved);
        Events events = new Events(parts, table::reserved);
        UpDown upDown = new UpDown(parts, domains, events);
        ControlEntry entry = new ControlEntry(parts, events);
        FlagControl flags = new FlagControl(upDown, entry);
        groups = new Groups(env, entry, events, records);
        multicast = new Multicast(entry, flags, events, census);
        Departure departure = new Departure(parts, table, domains, layers, events, upDown, groups, multicast);
        lifecycle = new Lifecycle(parts, queues, table, domains, layers, events, upDown, departure, groups);
        ifnets = new InterfaceTable(table, events, lifecycle);
        control = new Control(parts, lifecycle, flags, entry, records);
        sysctls = new SysctlRegistry(records);
        settings = parts.settings().sysctls(table::size);
        settings.forEach(sysctls::add);
        parts.polling().sysctls().forEach(sysctls::add);
        census.sysctls().forEach(sysctls::add);
        sysctls.add(new IfdataBranch(ifnets));
        whiteboard = new Whiteboard(parts, lifecycle, control);
    }

    public Ifnets ifnets() {
        return ifnets;
    }

    public IfnetControl control() {
        return control;
    }

    public IfnetGroups groups() {
        return groups;
    }

    public Ifmaddrs ifmaddrs() {
        return multicast;
    }

    public Sysctls sysctls() {
        return sysctls;
    }

    /** Where drivers that are services come in. */
    public Whiteboard whiteboard() {
        return whiteboard;
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    Polling polling() {
        return parts.polling();
    }

    /** Attaches the domain to every interface that is there, and to each that comes. */
    public void add(Domain domain) {
        domains.add(domain);
    }

    /** Detaches it from every interface; when it returns the domain is called no more. */
    public void remove(Domain domain) {
        domains.remove(domain);
    }

    public void add(LinkLayer layer) {
        layers.add(layer);
    }

    /** When it returns the link layer is called no more. */
    public void remove(LinkLayer layer) {
        layers.remove(layer);
    }

    public void add(GroupListener listener) {
        groups.add(listener);
    }

    public void remove(GroupListener listener) {
        groups.remove(listener);
    }

    public void add(ComAllocator allocator) {
        layers.coms().add(allocator);
    }

    /** When it returns the allocator is called no more. */
    public void remove(ComAllocator allocator) {
        layers.coms().remove(allocator);
    }

    public void add(ControlListener listener) {
        records.add(listener);
    }

    public void remove(ControlListener listener) {
        records.remove(listener);
    }

    public void add(Sysctl node) {
        sysctls.add(node);
    }

    public void remove(Sysctl node) {
        sysctls.remove(node);
    }

    public void add(SysctlBranch branch) {
        sysctls.add(branch);
    }

    public void remove(SysctlBranch branch) {
        sysctls.remove(branch);
    }

    /** The values that are core's own, for who gives them their values at boot. */
    public List<Sysctl> settings() {
        return settings;
    }

    /** Refuses new interfaces and detaches those that are there, the youngest first, services and clones alike. */
    public void detachAll() {
        whiteboard.close();
        lifecycle.close();
        lifecycle.detachAll();
    }

    /** Detaches everything and ends every thread; afterwards core is of no use. */
    public void close() {
        detachAll();
        parts.workers().close(parts.deadline());
    }
}
