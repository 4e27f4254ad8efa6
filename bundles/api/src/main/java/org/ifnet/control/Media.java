package org.ifnet.control;

import java.util.Set;
import java.util.TreeSet;

/**
 * One medium of a device, as ifmedia words name it (reference 8, if_media).
 *
 * @param subtype for example {@code autoselect}, {@code 1000baseT}
 * @param options for example {@code full-duplex}; a copy is kept, in alphabetical order
 * @param instance which of several transceivers, 0 and up
 */
public record Media(String subtype, Set<String> options, int instance) {
    public Media {
        options = java.util.Collections.unmodifiableSet(new TreeSet<>(options));
    }

    /** A medium without options. */
    public static Media of(String subtype) {
        return new Media(subtype, Set.of(), 0);
    }

    /** As ifconfig(8) shows it: {@code 1000baseT <full-duplex>}. */
    @Override
    public String toString() {
        String text = options.isEmpty() ? subtype : subtype + " <" + String.join(",", options) + ">";
        return instance == 0 ? text : text + " instance " + instance;
    }
}
