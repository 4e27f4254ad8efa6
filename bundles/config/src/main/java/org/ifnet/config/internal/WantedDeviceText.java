package org.ifnet.config.internal;

import java.util.LinkedHashSet;
import java.util.List;

import org.ifnet.control.ControlRecord;
import org.ifnet.control.Media;
import org.ifnet.control.Tunnel;
import org.ifnet.ifaddr.IpAddress;
import org.jspecify.annotations.Nullable;

/** What is wanted of devices as lines of words, and back: the part of {@link WantedText} that {@link WantedDevice} is. */
final class WantedDeviceText {
    private WantedDeviceText() {}

    static void write(List<List<String>> lines, String name, WantedDevice w) {
        number(lines, "capabilities", name, w.capabilities());
        number(lines, "tsolen", name, w.tsoLength());
        number(lines, "physical", name, w.physical());
        Media media = w.media();
        if (media != null) {
            lines.add(List.of(
                    "media",
                    name,
                    media.subtype(),
                    Integer.toString(media.instance()),
                    String.join(",", media.options())));
        }
        Tunnel tunnel = w.tunnel();
        if (tunnel != null) {
            lines.add(List.of(
                    "tunnel",
                    name,
                    tunnel.source().toString(),
                    tunnel.destination().toString()));
        }
        String generic = w.generic();
        if (generic != null) {
            lines.add(List.of("generic", name, generic));
        }
        if (w.polling() != null) {
            lines.add(List.of("polling", name));
        }
        if (w.queue() != null) {
            lines.add(QueueText.line(name, w.queue()));
        }
        w.groups().forEach(group -> lines.add(List.of("group", name, group)));
    }

    private static void number(List<List<String>> lines, String word, String name, @Nullable Integer value) {
        if (value != null) {
            lines.add(List.of(word, name, value.toString()));
        }
    }

    /** The change that a line stands for; null when it is about something else. */
    static @Nullable ControlRecord record(String who, List<String> w) {
        String name = w.get(1);
        return switch (w.get(0)) {
            case "capabilities" -> new ControlRecord.Capabilities(who, name, Integer.parseInt(w.get(2)));
            case "tsolen" -> new ControlRecord.TsoLength(who, name, Integer.parseInt(w.get(2)));
            case "physical" -> new ControlRecord.Physical(who, name, Integer.parseInt(w.get(2)));
            case "media" -> new ControlRecord.MediaSet(who, name, media(w));
            case "tunnel" ->
                new ControlRecord.TunnelSet(
                        who, name, new Tunnel(IpAddress.parse(w.get(2)), IpAddress.parse(w.get(3))));
            case "generic" -> new ControlRecord.Generic(who, name, w.get(2));
            case "polling" -> new ControlRecord.Polling(who, name, true);
            case "queue" -> new ControlRecord.Queue(who, name, QueueText.choice(w));
            case "group" -> new ControlRecord.GroupJoined(who, name, w.get(2));
            default -> null;
        };
    }

    private static Media media(List<String> w) {
        List<String> options = w.get(4).isEmpty() ? List.of() : List.of(w.get(4).split(","));
        return new Media(w.get(2), new LinkedHashSet<>(options), Integer.parseInt(w.get(3)));
    }
}
