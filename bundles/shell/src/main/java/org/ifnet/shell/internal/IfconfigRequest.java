package org.ifnet.shell.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the words behind an interface's name ask for. All are understood before the first is carried out, so that a
 * mistyped word changes nothing; then flags and values are set in the order of the words, and the address comes last.
 */
final class IfconfigRequest {
    private enum Mode {
        REPLACE,
        ADD,
        DELETE
    }

    @FunctionalInterface
    private interface Step {
        void apply(Platform platform, Ifnet ifnet) throws IfnetException;
    }

    private final List<Step> steps = new ArrayList<>();
    private Mode mode = Mode.REPLACE;
    private boolean modeGiven;
    private int family = AddressFamily.INET;
    private boolean familyGiven;
    private @Nullable AddressSpec address;
    private @Nullable IpAddress destination;
    private @Nullable IpAddress broadcast;
    private int length = -1;

    private IfconfigRequest() {}

    static IfconfigRequest parse(List<String> words) throws IfnetException {
        IfconfigRequest request = new IfconfigRequest();
        Deque<String> rest = new ArrayDeque<>(words);
        while (!rest.isEmpty()) {
            request.word(rest.removeFirst(), rest);
        }
        request.check();
        return request;
    }

    private void word(String word, Deque<String> rest) throws IfnetException {
        IfconfigKeywords.Flags flags = IfconfigKeywords.FLAGS.get(word);
        if (flags != null) {
            steps.add((p, ifnet) -> p.control().setFlags(p.who(), ifnet, flags.set(), flags.clear()));
        } else if (IfconfigKeywords.VALUES.contains(word)) {
            String value = rest.pollFirst();
            if (value == null) {
                throw new IfnetException(Errno.EINVAL, "'" + word + "' requires a value");
            }
            value(word, value);
        } else if (IfconfigKeywords.isFamily(word)) {
            family = Families.parse(word);
            familyGiven = true;
        } else if (IfconfigKeywords.ADD.contains(word)) {
            mode = Mode.ADD;
            modeGiven = true;
        } else if (IfconfigKeywords.DELETE.contains(word)) {
            mode = Mode.DELETE;
            modeGiven = true;
        } else {
            address(word);
        }
    }

    private void value(String word, String value) throws IfnetException {
        switch (word) {
            case "mtu" -> {
                int mtu = Options.number("mtu", value, 1, Integer.MAX_VALUE);
                steps.add((p, ifnet) -> p.control().setMtu(p.who(), ifnet, mtu));
            }
            case "metric" -> {
                int metric = Options.number("metric", value, 0, Integer.MAX_VALUE);
                steps.add((p, ifnet) -> p.control().setMetric(p.who(), ifnet, metric));
            }
            case "lladdr", "ether", "link" -> {
                MacAddress lladdr = MacAddress.parse(value);
                steps.add((p, ifnet) -> p.control().setLladdr(p.who(), ifnet, lladdr));
            }
            case "name" -> steps.add((p, ifnet) -> p.control().rename(p.who(), ifnet, value));
            case "netmask" -> length = Netmask.parse(value);
            case "prefixlen" -> length = Options.number("prefixlen", value, 0, 128);
            case "broadcast" -> broadcast = IpAddress.parse(value);
            default -> throw new IllegalStateException(word);
        }
    }

    private void address(String word) throws IfnetException {
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

    private void check() throws IfnetException {
        if (address == null && (mode == Mode.ADD || length >= 0 || broadcast != null)) {
            throw new IfnetException(Errno.EINVAL, "an address is missing");
        }
        if (address == null && mode == Mode.REPLACE && familyGiven && steps.isEmpty()) {
            throw new IfnetException(Errno.EINVAL, "an address is missing");
        }
        if (address != null && length > address.address().bits()) {
            throw new IfnetException(Errno.EINVAL, "bad prefix length: " + length);
        }
    }

    /** Carries it out. What fails is named; what stood before it in the words is done. */
    void apply(Platform platform, Ifnet ifnet) throws IfnetException {
        for (Step step : steps) {
            step.apply(platform, ifnet);
        }
        if (address != null || modeGiven) {
            changeAddress(platform.who(), platform.ifaddrs(), ifnet);
        }
    }

    private void changeAddress(Credential who, Ifaddrs ifaddrs, Ifnet ifnet) throws IfnetException {
        AddressSpec given = address;
        if (mode == Mode.DELETE || given == null) {
            ifaddrs.delete(who, ifnet, family, given == null ? null : given.address());
            return;
        }
        AddressSpec spec =
                new AddressSpec(given.address(), length >= 0 ? length : given.prefixLength(), destination, broadcast);
        if (mode == Mode.ADD) {
            ifaddrs.add(who, ifnet, spec);
        } else {
            ifaddrs.replace(who, ifnet, spec);
        }
    }
}
