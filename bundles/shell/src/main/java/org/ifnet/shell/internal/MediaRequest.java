package org.ifnet.shell.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.Media;
import org.ifnet.control.MediaStatus;

/**
 * The words {@code media}, {@code mediaopt}, {@code -mediaopt} and {@code instance}: each changes what is chosen now, and
 * the device is told once, of all of them. Case does not count, as in the original.
 */
final class MediaRequest {
    private static final int MAX_INSTANCE = 15;

    private record Word(String word, String value) {}

    private final List<Word> words = new ArrayList<>();

    boolean isEmpty() {
        return words.isEmpty();
    }

    /** False for a word that is none of these. */
    boolean take(String word, List<String> values) throws IfnetException {
        switch (word) {
            case "media", "mediaopt", "-mediaopt" -> words.add(new Word(word, values.get(0)));
            case "instance" -> {
                Options.number("instance", values.get(0), 0, MAX_INSTANCE);
                words.add(new Word(word, values.get(0)));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Looks up what the device has, without changing anything. EINVAL for a word that it does not know. */
    IfconfigStep resolve(Platform platform, Ifnet ifnet) throws IfnetException {
        MediaStatus status = platform.control().media(ifnet);
        Media media = status.current();
        StringBuilder typed = new StringBuilder();
        for (Word word : words) {
            media = change(media, word, status.supported());
            typed.append(typed.length() == 0 ? "" : " ")
                    .append(word.word)
                    .append(' ')
                    .append(word.value);
        }
        Media chosen = media;
        return new IfconfigStep(typed.toString(), (p, changed) -> p.control().setMedia(p.who(), changed, chosen));
    }

    private static Media change(Media media, Word word, List<Media> supported) throws IfnetException {
        switch (word.word) {
            case "media" -> {
                String subtype = known("media subtype", word.value, supported, m -> List.of(m.subtype()));
                return new Media(subtype, Set.of(), media.instance());
            }
            case "instance" -> {
                return new Media(media.subtype(), media.options(), Integer.parseInt(word.value));
            }
            default -> {
                Set<String> options = new TreeSet<>(media.options());
                for (String each : word.value.split(",")) {
                    String option = known("media option", each, supported, Media::options);
                    if (word.word.startsWith("-")) {
                        options.remove(option);
                    } else {
                        options.add(option);
                    }
                }
                return new Media(media.subtype(), options, media.instance());
            }
        }
    }

    /** The device's own spelling of a word. */
    private static String known(
            String what, String text, List<Media> supported, Function<Media, Collection<String>> words)
            throws IfnetException {
        return supported.stream()
                .flatMap(media -> words.apply(media).stream())
                .filter(text::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> new IfnetException(Errno.EINVAL, "unknown " + what + ": " + text));
    }
}
