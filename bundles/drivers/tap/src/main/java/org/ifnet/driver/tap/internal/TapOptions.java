package org.ifnet.driver.tap.internal;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.linux.Ifreq;
import org.jspecify.annotations.Nullable;

/**
 * What a tap is to be like, from the words behind {@code create}: {@code dev NAME} and {@code host ADDR/LEN}.
 *
 * @param dev the host's device
 * @param host the IPv4 address that the host gets on it, with which it is also set up; null leaves the host's side alone
 * @param netmask of that address, first byte highest
 */
record TapOptions(String dev, @Nullable IpAddress host, int netmask) {

    /** The words after {@code create}; without {@code dev} the host's device is called like ours. */
    static TapOptions parse(String name, @Nullable String params) throws IfnetException {
        TapOptions options = new TapOptions(name, null, 0);
        String[] words = params == null || params.isBlank()
                ? new String[0]
                : params.trim().split("\\s+");
        for (int i = 0; i < words.length; i += 2) {
            if (i + 1 == words.length) {
                throw bad("no value behind " + words[i]);
            }
            options = options.with(words[i], words[i + 1]);
        }
        if (!Ifreq.isName(options.dev)) {
            throw bad("bad name of a host device: " + options.dev);
        }
        return options;
    }

    private TapOptions with(String word, String value) throws IfnetException {
        return switch (word) {
            case "dev" -> new TapOptions(value, host, netmask);
            case "host" -> withHost(value);
            default -> throw bad("unknown word " + word + ", use dev NAME or host ADDR/LEN");
        };
    }

    private TapOptions withHost(String text) throws IfnetException {
        int slash = text.indexOf('/');
        try {
            IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
            if (slash > 0 && address.isV4()) {
                return new TapOptions(
                        dev, address, IpPrefix.mask32(IpPrefix.parse(text).length()));
            }
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
        throw bad("host wants an IPv4 address with a prefix length, not " + text);
    }

    private static IfnetException bad(String message) {
        return new IfnetException(Errno.EINVAL, message);
    }
}
