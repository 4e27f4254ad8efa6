package org.ifnet.ifq.internal;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.control.Sysctl;

/** The sysctl {@code net.link.stage_cntmax} (reference 1.18). */
final class StageLimit implements Sysctl {
    private static final String NODE = "net.link.stage_cntmax";

    private final Stages stages;

    StageLimit(Stages stages) {
        this.stages = stages;
    }

    @Override
    public String name() {
        return NODE;
    }

    @Override
    public String description() {
        return "packets that a netisr lets wait in one transmit queue for the end of its batch, 0 to "
                + Stages.LARGEST_MAX;
    }

    @Override
    public String get() {
        return Integer.toString(stages.max());
    }

    @Override
    public void set(String value) throws IfnetException {
        try {
            int packets = Integer.parseInt(value.trim());
            if (packets >= 0 && packets <= Stages.LARGEST_MAX) {
                stages.max(packets);
                return;
            }
        } catch (NumberFormatException e) {
            // refused below, like a number out of range
        }
        throw new IfnetException(Errno.EINVAL, NODE + ": '" + value + "' is not 0 to " + Stages.LARGEST_MAX);
    }
}
