package org.ifnet.shell.internal;

import org.ifnet.control.Media;

/** A medium in the words that choose it: {@code media 1000baseT mediaopt full-duplex,master instance 1}. */
final class MediaWords {
    private MediaWords() {}

    static String of(Media media) {
        StringBuilder s = new StringBuilder("media ").append(media.subtype());
        if (!media.options().isEmpty()) {
            s.append(" mediaopt ").append(String.join(",", media.options()));
        }
        if (media.instance() != 0) {
            s.append(" instance ").append(media.instance());
        }
        return s.toString();
    }
}
