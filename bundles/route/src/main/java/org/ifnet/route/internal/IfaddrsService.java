package org.ifnet.route.internal;

import java.util.List;

import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Registration;
import org.ifnet.control.ControlRecord;
import org.ifnet.control.Credential;
import org.ifnet.control.IfnetControl;
import org.ifnet.control.Privilege;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.IfconfPage;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.netisr.Netisr;
import org.jspecify.annotations.Nullable;

/** Addresses as others see them: privileges, bringing interfaces up, and the way to netctl. */
final class IfaddrsService implements Ifaddrs {
    private final Netisr netisr;
    private final IfnetControl control;
    private final AddressBook book;
    private final Changes changes;
    private final Notices notices;
    private final Ifconf ifconf;
    private final IfaddrSearch search;

    IfaddrsService(
            Netisr netisr,
            IfnetControl control,
            AddressBook book,
            Changes changes,
            Notices notices,
            Ifconf ifconf,
            IfaddrSearch search) {
        this.search = search;
        this.netisr = netisr;
        this.control = control;
        this.book = book;
        this.changes = changes;
        this.notices = notices;
        this.ifconf = ifconf;
    }

    @Override
    public void add(Credential who, Ifnet ifnet, AddressSpec spec) throws IfnetException {
        assign(who, ifnet, spec, complete -> {
            changes.add(spec, complete);
            notices.controlled(new ControlRecord.AddressAdded(who.who(), ifnet.name(), spec));
        });
    }

    @Override
    public void replace(Credential who, Ifnet ifnet, AddressSpec spec) throws IfnetException {
        assign(who, ifnet, spec, complete -> {
            for (Assigned gone : changes.replace(spec, complete)) {
                notices.controlled(new ControlRecord.AddressDeleted(who.who(), ifnet.name(), gone.spec()));
            }
            notices.controlled(new ControlRecord.AddressAdded(who.who(), ifnet.name(), spec));
        });
    }

    /** What is done on netctl with an address that passed the rules. */
    private interface Step {
        void run(Ifaddr complete) throws IfnetException;
    }

    /** The interface is brought up before the address is there, because that may fail, and on the caller's thread,
     * because it calls the driver. */
    private void assign(Credential who, Ifnet ifnet, AddressSpec spec, Step step) throws IfnetException {
        who.require(Privilege.INTERFACE, "address of " + ifnet.name());
        requireAttached(ifnet);
        Ifaddr complete = AddressRules.complete(ifnet, spec);
        boolean wasDown = !ifnet.has(IfFlags.UP);
        if (wasDown) {
            control.setFlags(who, ifnet, IfFlags.UP, 0);
        }
        try {
            netisr.call(Netisr.NETCTL, () -> {
                step.run(complete);
                return complete;
            });
        } catch (IfnetException e) {
            if (wasDown && ifnet.isAttached()) {
                control.setFlags(who, ifnet, 0, IfFlags.UP);
            }
            throw e;
        }
    }

    @Override
    public IfconfPage conf(Credential who, IfconfPage.Cursor after, int limit) {
        return ifconf.page(who, after, limit);
    }

    @Override
    public void delete(Credential who, Ifnet ifnet, int family, @Nullable IpAddress address) throws IfnetException {
        who.require(Privilege.INTERFACE, "address of " + ifnet.name());
        requireAttached(ifnet);
        if (family != AddressFamily.INET && family != AddressFamily.INET6) {
            throw new IfnetException(Errno.EAFNOSUPPORT, "address family " + family);
        }
        IpAddress its = address == null ? null : AddressRules.scoped(ifnet, address);
        netisr.call(Netisr.NETCTL, () -> {
            Assigned gone = changes.delete(ifnet, family, its);
            notices.controlled(new ControlRecord.AddressDeleted(who.who(), ifnet.name(), gone.spec()));
            return gone;
        });
    }

    private static void requireAttached(Ifnet ifnet) throws IfnetException {
        if (!ifnet.isAttached()) {
            throw IfnetException.noSuchInterface(ifnet.name());
        }
    }

    @Override
    public List<Ifaddr> list(Ifnet ifnet) {
        return book.list(ifnet);
    }

    @Override
    public @Nullable Ifaddr local4(int address) {
        return book.local4(address);
    }

    @Override
    public @Nullable Ifaddr local6(long hi, long lo) {
        return book.local6(hi, lo);
    }

    @Override
    public @Nullable Ifaddr withAddress(IpAddress address) {
        return search.withAddress(address);
    }

    @Override
    public @Nullable Ifaddr withDestination(IpAddress destination) {
        return search.withDestination(destination);
    }

    @Override
    public @Nullable Ifaddr withNet(IpAddress address) {
        return search.withNet(address);
    }

    @Override
    public Registration claim(Credential who, Ifnet ifnet, Claim claim) throws IfnetException {
        who.require(Privilege.INTERFACE, "claim on " + ifnet.name());
        return search.claim(ifnet, claim);
    }

    @Override
    public @Nullable Ifaddr forDestination(Ifnet ifnet, IpAddress destination) {
        return book.forDestination(ifnet, destination);
    }

    @Override
    public boolean isBroadcast4(Ifnet ifnet, int address) {
        return book.isBroadcast4(ifnet, address);
    }

    @Override
    public Registration listen(Listener listener) {
        return notices.listen(listener);
    }
}
