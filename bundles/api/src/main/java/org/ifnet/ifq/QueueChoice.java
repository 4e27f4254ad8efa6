package org.ifnet.ifq;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What somebody has chosen of an interface's transmit queue; all else is as it was made. Values, not state.
 *
 * @param maxLength packets a subqueue, 0 when not chosen
 * @param maxBytes bytes a subqueue, 0 when not chosen
 * @param map null when not chosen
 * @param owners the netisr by subqueue, where chosen
 * @param discipline null for none
 * @param enabled whether that discipline shall decide
 * @param regulator null for none
 */
public record QueueChoice(
        int maxLength,
        long maxBytes,
        @Nullable SubqueueMap map,
        Map<Integer, Integer> owners,
        @Nullable DisciplineSpec discipline,
        boolean enabled,
        @Nullable Regulator regulator) {
    /** Nothing was chosen. */
    public static final QueueChoice NONE = new QueueChoice(0, 0, null, Map.of(), null, false, null);

    public QueueChoice {
        owners = Map.copyOf(owners);
    }

    public QueueChoice withLimit(int packets, long bytes) {
        return new QueueChoice(packets, bytes, map, owners, discipline, enabled, regulator);
    }

    public QueueChoice withMap(SubqueueMap chosen) {
        return new QueueChoice(maxLength, maxBytes, chosen, owners, discipline, enabled, regulator);
    }

    public QueueChoice withOwners(Map<Integer, Integer> chosen) {
        return new QueueChoice(maxLength, maxBytes, map, chosen, discipline, enabled, regulator);
    }

    public QueueChoice withDiscipline(@Nullable DisciplineSpec chosen, boolean on) {
        return new QueueChoice(maxLength, maxBytes, map, owners, chosen, on, regulator);
    }

    public QueueChoice withRegulator(@Nullable Regulator chosen) {
        return new QueueChoice(maxLength, maxBytes, map, owners, discipline, enabled, chosen);
    }
}
