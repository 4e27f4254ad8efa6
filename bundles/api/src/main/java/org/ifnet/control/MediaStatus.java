package org.ifnet.control;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What SIOCGIFMEDIA answers.
 *
 * @param current what was chosen
 * @param active what is in use, null when the device does not know
 * @param valid the driver knows the state of the link
 * @param link the link is there; only when {@code valid}
 * @param supported all that can be chosen, in the driver's order
 */
public record MediaStatus(Media current, @Nullable Media active, boolean valid, boolean link, List<Media> supported) {
    public MediaStatus {
        supported = List.copyOf(supported);
    }
}
