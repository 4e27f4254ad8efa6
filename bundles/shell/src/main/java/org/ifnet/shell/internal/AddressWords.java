package org.ifnet.shell.internal;

import java.util.List;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.IpAddress;
import org.jspecify.annotations.Nullable;

/** The words that together say which address to set, add or delete. */
final class AddressWords {
    private enum Mode {
        REPLACE,
        ADD,
        DELETE
    }

    private Mode mode = Mode.REPLACE;
    private boolean modeGiven;
    private int family = AddressFamily.INET;
    private boolean familyGiven;
    private @Nullable AddressSpec address;
    private @Nullable IpAddress destination;
    private @Nullable IpAddress broadcast;
    private int length = -1;
    private final Inet6Words inet6 = new Inet6Words();

    boolean isEmpty() {
        return address == null && !modeGiven;
    }

    /** False for a word that is no keyword of these. */
    boolean take(String word, List<String> values) throws IfnetException {
        if (IfconfigKeywords.isFamily(word)) {
            family = Families.parse(word);
            familyGiven = true;
        } else if (IfconfigKeywords.ADD.contains(word)) {
            mode = Mode.ADD;
            modeGiven = true;
        } else if (IfconfigKeywords.DELETE.contains(word)) {
            mode = Mode.DELETE;
            modeGiven = true;
        } else {
            switch (word) {
                case "netmask" -> length = Netmask.parse(values.get(0));
                case "prefixlen" -> length = Options.number("prefixlen", values.get(0), 0, 128);
                case "broadcast" -> broadcast = IpAddress.parse(values.get(0));
                default -> {
                    return inet6.take(word, values);
                }
            }
        }
        return true;
    }

    /** Takes a word that is no keyword: the address, or behind it the destination. */
    void takeAddress(String word) throws IfnetException {
        if (!word.matches("[0-9].*|[^%@]*:.*")) {
            throw Options.misuse("ifconfig", "unknown word " + word);
        }
        AddressSpec spec;
        try {
            spec = AddressSpec.parse(word);
        } catch (IllegalArgumentException e) {
            throw new IfnetException(Errno.EINVAL, word + ": bad value", e);
        }
        if (!familyGiven) {
            family = spec.address().family();
            familyGiven = true;
        }
        if (spec.address().family() != family) {
            throw new IfnetException(Errno.EAFNOSUPPORT, word + ": bad value");
        }
        if (address == null) {
            address = spec;
        } else if (destination == null && spec.prefixLength() < 0) {
            destination = spec.address();
        } else {
            throw new IfnetException(Errno.EINVAL, word + ": bad value");
        }
    }

    /** @param alone no other word of the command changes anything */
    void check(boolean alone) throws IfnetException {
        if (address == null && (mode == Mode.ADD || length >= 0 || broadcast != null || !inet6.isEmpty())) {
            throw new IfnetException(Errno.EINVAL, "an address is missing");
        }
        if (address == null && mode == Mode.REPLACE && familyGiven && alone) {
            throw new IfnetException(Errno.EINVAL, "an address is missing");
        }
        if (!inet6.isEmpty()
                && (mode == Mode.DELETE || address != null && address.address().isV4())) {
            throw new IfnetException(Errno.EINVAL, "lifetimes, anycast and eui64 are for an IPv6 address that stays");
        }
        if (address != null && length > address.address().bits()) {
            throw new IfnetException(Errno.EINVAL, "bad prefix length: " + length);
        }
    }

    IfconfigStep step() {
        return new IfconfigStep(address == null ? "address" : "address " + address.address(), this::apply);
    }

    private void apply(Platform platform, Ifnet ifnet) throws IfnetException {
        AddressSpec given = address;
        if (mode == Mode.DELETE || given == null) {
            platform.ifaddrs().delete(platform.who(), ifnet, family, given == null ? null : given.address());
            return;
        }
        IpAddress whole = inet6.complete(ifnet, given.address());
        AddressSpec spec = new AddressSpec(whole, length >= 0 ? length : given.prefixLength(), destination, broadcast);
        if (mode == Mode.ADD) {
            platform.ifaddrs().add(platform.who(), ifnet, spec);
        } else {
            platform.ifaddrs().replace(platform.who(), ifnet, spec);
        }
        if (!inet6.isEmpty()) {
            inet6.apply(platform, ifnet, whole);
        }
    }
}
